-- Machines found by number whose buyer has the name, in the order found.
SELECT f.value AS id
FROM json_each(:units) f
WHERE EXISTS (
  SELECT 1
  FROM sale s
  CROSS JOIN customer c ON c.id = s.customer
  WHERE s.unit = f.value AND s.void_reason IS NULL
    AND (
      instr(c.name_key, :name) > 0
      OR EXISTS (SELECT 1 FROM customer_initials i WHERE i.rid = c.rid AND i.initials >= :name AND i.initials < :name_to)
    )
)
ORDER BY f.key
LIMIT :limit;

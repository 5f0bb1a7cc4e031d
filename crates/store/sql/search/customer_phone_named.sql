-- A name and a piece of a phone. The number finds, the name sorts out: at most 600 numbers are looked at.
SELECT c.id
FROM (
  SELECT rid FROM (
    SELECT rid FROM customer WHERE phone_key >= :from AND phone_key < :to ORDER BY phone_key LIMIT 300
  )
  UNION
  SELECT rid FROM (
    SELECT rid FROM customer WHERE phone_rev >= :rev_from AND phone_rev < :rev_to ORDER BY phone_rev LIMIT 300
  )
) f
CROSS JOIN customer c ON c.rid = f.rid
WHERE (
  instr(c.name_key, :name) > 0
  OR EXISTS (SELECT 1 FROM customer_initials i WHERE i.rid = c.rid AND i.initials >= :name AND i.initials < :name_to)
)
ORDER BY c.rid DESC
LIMIT :limit;

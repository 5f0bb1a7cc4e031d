-- Parts replaced in the month whose repairs are not completed.
SELECT 'repair' AS noun, r.id, r.no, p.replaced_on AS day, cu.name AS who, p.name AS detail, count(*) OVER () AS total
FROM repair_part p
CROSS JOIN repair r ON r.id = p.repair
CROSS JOIN customer cu ON cu.id = r.customer
WHERE p.replaced_on BETWEEN :first AND :last AND p.dropped = 0 AND r.principal = :principal AND r.completed_on IS NULL
  AND r.void_reason IS NULL
ORDER BY p.replaced_on, r.no
LIMIT :limit;

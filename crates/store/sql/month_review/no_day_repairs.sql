-- Repairs completed in the month whose machines were not handed back.
SELECT 'repair' AS noun, r.id, r.no, r.completed_on AS day, cu.name AS who, '' AS detail, count(*) OVER () AS total
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.handed_over_on IS NULL AND r.void_reason IS NULL
ORDER BY r.completed_on, r.no
LIMIT :limit;

-- Repairs open at the month's end.
SELECT 'repair' AS noun, r.id, r.no, r.reported_on AS day, cu.name AS who, r.fault AS detail, count(*) OVER () AS total
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
WHERE r.principal = :principal AND r.completed_on IS NULL AND r.reported_on <= :last AND r.void_reason IS NULL
ORDER BY r.reported_on, r.no
LIMIT :limit;

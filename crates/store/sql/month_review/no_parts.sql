-- Parts were to be replaced, and none is written down.
SELECT 'repair' AS noun, r.id, r.no, r.completed_on AS day, cu.name AS who, r.fault AS detail, count(*) OVER () AS total
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
  AND r.method = 'replace' AND NOT EXISTS (SELECT 1 FROM repair_part p WHERE p.repair = r.id AND p.dropped = 0)
ORDER BY r.completed_on, r.no
LIMIT :limit;

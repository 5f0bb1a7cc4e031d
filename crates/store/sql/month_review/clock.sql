-- Entered while the machine's clock could not be trusted.
SELECT f.noun, f.id, f.no, f.day, cu.name AS who, f.entered_on AS detail, count(*) OVER () AS total
FROM (
  SELECT 'repair' AS noun, r.id, r.no, coalesce(r.completed_on, r.reported_on) AS day, r.customer, r.entered_on FROM repair r
  WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.clock_suspect = 1 AND r.void_reason IS NULL
  UNION ALL
  SELECT 'sale', s.id, s.no, s.report_on, s.customer, s.entered_on FROM sale s
  WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last AND s.clock_suspect = 1 AND s.void_reason IS NULL
) f
CROSS JOIN customer cu ON cu.id = f.customer
ORDER BY f.day, f.no
LIMIT :limit;

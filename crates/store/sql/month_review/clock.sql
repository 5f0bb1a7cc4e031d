-- Entered while the machine's clock could not be trusted.
SELECT f.noun, f.id, f.no, f.day, cu.name AS who, f.entered_on AS detail, count(*) OVER () AS total
FROM (
  SELECT 'repair' AS noun, id, no, completed_on AS day, customer, entered_on FROM repair
  WHERE principal = :principal AND completed_on BETWEEN :first AND :last AND clock_suspect = 1 AND void_reason IS NULL
  UNION ALL
  SELECT 'sale', id, no, report_on, customer, entered_on FROM sale
  WHERE principal = :principal AND report_on BETWEEN :first AND :last AND clock_suspect = 1 AND void_reason IS NULL
) f
CROSS JOIN customer cu ON cu.id = f.customer
ORDER BY f.day, f.no
LIMIT :limit;

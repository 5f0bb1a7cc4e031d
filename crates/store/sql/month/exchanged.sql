-- Machines exchanged or returned in the month, per model: by a case, or by a repair that says so. A machine counts once.
SELECT m.code AS model, count(*) AS n
FROM (
  SELECT c.unit FROM remedy_case c
  WHERE c.principal = :principal AND c.came_back_on BETWEEN :first AND :last
  UNION
  SELECT r.unit FROM repair r
  WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
    AND r.method IN ('exchange', 'return')
) f
CROSS JOIN unit u ON u.id = f.unit
CROSS JOIN model m ON m.id = u.model
GROUP BY m.code
ORDER BY m.code;

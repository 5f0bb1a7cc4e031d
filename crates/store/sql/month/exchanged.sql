-- Machines exchanged or returned in the month, per model.
SELECT m.code AS model, count(*) AS n
FROM repair r
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
  AND r.method IN ('exchange', 'return')
GROUP BY m.code
ORDER BY m.code;

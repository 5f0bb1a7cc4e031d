-- Repairs of the month that were completed after the day they were due on.
SELECT 'repair' AS noun, r.id, r.no, r.completed_on AS day, cu.name AS who, d.due_on AS detail, count(*) OVER () AS total
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN deadline d ON d.record = r.id AND d.superseded_at IS NULL
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
  AND d.rule = :rule AND d.state IN ('pending', 'met', 'late') AND d.due_on < r.completed_on
ORDER BY r.completed_on, r.no
LIMIT :limit;

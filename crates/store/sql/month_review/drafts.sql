-- Repairs completed in the month that were never handed in: the user did not sign, or nobody submitted them.
SELECT 'repair' AS noun, r.id, r.no, r.completed_on AS day, cu.name AS who,
  CASE WHEN r.user_signed = 0 THEN 'unsigned' ELSE '' END AS detail, count(*) OVER () AS total
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.completed_on IS NOT NULL AND r.state = 'draft'
ORDER BY r.completed_on, r.no
LIMIT :limit;

-- Cards due in the month that were not sent.
SELECT 'sale' AS noun, s.id, c.no, c.due_on AS day, cu.name AS who, '' AS detail, count(*) OVER () AS total
FROM card c
CROSS JOIN sale s ON s.id = c.sale
CROSS JOIN customer cu ON cu.id = s.customer
WHERE c.due_on BETWEEN :first AND :last AND c.queued_on IS NULL AND c.state NOT IN ('voided', 'before_start')
  AND s.principal = :principal
ORDER BY c.due_on, c.no
LIMIT :limit;

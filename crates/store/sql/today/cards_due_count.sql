SELECT count(*)
FROM card c
CROSS JOIN sale s ON s.id = c.sale
WHERE c.state IN ('issued', 'queued', 'returned')
  AND (c.due_on <= :before OR c.state = 'returned')
  AND (:principal IS NULL OR s.principal = :principal);

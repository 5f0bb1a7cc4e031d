SELECT c.*
FROM card c
WHERE c.state IN ('issued', 'queued', 'returned')
ORDER BY c.due_on;

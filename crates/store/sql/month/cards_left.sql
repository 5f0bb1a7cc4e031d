-- Open cards of a maker by the day they are due on: what is still open, out of the index that holds no others.
SELECT c.due_on AS "on", count(*) AS n
FROM card c INDEXED BY card_open
CROSS JOIN sale s ON s.id = c.sale
WHERE c.state IN ('issued', 'queued', 'returned') AND c.due_on IS NOT NULL AND s.principal = :principal
GROUP BY c.due_on
ORDER BY c.due_on;

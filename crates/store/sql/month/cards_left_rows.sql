-- Open cards of a maker due on these days, nearest first.
SELECT s.id AS sale, c.no, c.due_on AS "on", cu.name AS customer, m.code AS model, u.serial, c.state
FROM card c INDEXED BY card_open
CROSS JOIN sale s ON s.id = c.sale
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
WHERE c.state IN ('issued', 'queued', 'returned') AND c.due_on BETWEEN :from AND :to AND s.principal = :principal
ORDER BY c.due_on, c.state, c.rowid
LIMIT :limit OFFSET :offset;

-- The cards 今日 counts: at risk by their own ladder, and refused. Open cards in the order of their limits, out of the index.
SELECT
  s.id, s.no, c.no AS card_no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, m.product, u.serial,
  s.sold_on, s.price_fen, c.state, why.text AS due, c.first_acknowledged_on AS met_on, c.returned_reason
FROM card c
CROSS JOIN sale s ON s.id = c.sale
CROSS JOIN principal p ON p.id = s.principal
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
LEFT JOIN reason why ON why.id = c.due_reason
WHERE c.state IN ('issued', 'queued', 'returned')
  AND (c.state = 'returned' OR EXISTS (
    SELECT 1
    FROM deadline d INDEXED BY deadline_record
    WHERE d.record = c.id AND d.superseded_at IS NULL AND d.state = 'pending' AND d.warn_on <= :today
  ))
  AND (:principal IS NULL OR s.principal = :principal)
ORDER BY c.due_on
LIMIT :limit OFFSET :offset;

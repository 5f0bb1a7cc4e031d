SELECT
  s.id, s.no, c.no AS card_no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, m.product, u.serial,
  s.sold_on, s.price_fen, c.state, why.text AS due, c.first_acknowledged_on AS met_on, c.returned_reason
FROM sale s
CROSS JOIN card c ON c.sale = s.id
CROSS JOIN principal p ON p.id = s.principal
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
LEFT JOIN reason why ON why.id = c.due_reason
WHERE (:principal IS NULL OR s.principal = :principal)
  AND s.sold_on BETWEEN :first AND :last
  AND (:state IS NULL OR c.state = :state)
ORDER BY s.sold_on DESC, s.rowid DESC
LIMIT :limit OFFSET :offset;

SELECT
  r.id, r.no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, u.serial, r.reported_on,
  r.completed_on, r.fault, r.in_warranty, r.labour_fen + r.material_fen + r.travel_fen + r.other_fen AS total_fen,
  r.user_signed, r.state, r.acknowledged_on, r.returned_reason
FROM repair r
CROSS JOIN principal p ON p.id = r.principal
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
WHERE (:principal IS NULL OR r.principal = :principal)
  AND r.stands_on BETWEEN :first AND :last
  AND (:state IS NULL OR r.state = :state)
ORDER BY r.stands_on DESC, r.rowid DESC
LIMIT :limit OFFSET :offset;

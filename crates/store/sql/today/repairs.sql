-- The first condition is the index's own: a desk has few repairs to mend among all that are done.
SELECT
  r.id, r.no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, u.serial, r.reported_on,
  r.completed_on, r.fault, r.in_warranty, r.labour_fen + r.material_fen + r.travel_fen + r.other_fen AS total_fen,
  r.user_signed, r.state, r.acknowledged_on, r.returned_reason
FROM repair r INDEXED BY repair_to_mend
CROSS JOIN principal p ON p.id = r.principal
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
WHERE (r.state = 'draft' OR r.returned_reason IS NOT NULL)
  AND (
    (r.state = 'draft' AND (r.completed_on IS NOT NULL OR r.reported_on <= :open_before OR EXISTS (
      SELECT 1
      FROM deadline d INDEXED BY deadline_record
      WHERE d.record = r.id AND d.superseded_at IS NULL AND d.state = 'pending' AND d.warn_on <= :today
    )))
    OR (r.state = 'submitted' AND r.returned_reason IS NOT NULL)
  )
ORDER BY r.reported_on
LIMIT :limit;

-- Dearest first, out of the index; who and what is looked up for the shown ones only. What a repair has to be done by stands
-- with the repair, and so does the filing of one that is still to be mended; calls stand with their clocks.
SELECT
  d.subject, d.record, d.no, p.code AS principal, d.rule, d.due_on, d.at_risk_fen, why.text AS reason, c.sale, c.state AS card_state,
  cu.name AS customer, m.code AS model, u.serial, o.name AS part, o.state AS part_state, d.unit, dm.kind AS demand,
  e.title AS entry
FROM deadline d INDEXED BY deadline_dear
CROSS JOIN principal p ON p.id = d.principal
LEFT JOIN card c ON d.subject = 'card' AND c.id = d.record
LEFT JOIN sale s ON s.id = c.sale
LEFT JOIN repair r ON d.subject = 'repair_record' AND r.id = d.record
LEFT JOIN demand dm ON d.subject = 'demand' AND dm.id = d.record
LEFT JOIN customer cu ON cu.id = coalesce(s.customer, r.customer)
LEFT JOIN unit u ON u.id = coalesce(s.unit, r.unit, dm.unit)
LEFT JOIN model m ON m.id = u.model
LEFT JOIN entry e ON d.subject = 'entry' AND e.id = d.record
LEFT JOIN old_part o ON d.subject = 'old_part' AND o.id = d.record
LEFT JOIN reason why ON why.id = d.reason
WHERE d.superseded_at IS NULL AND d.state = 'pending'
  AND d.subject NOT IN ('repair', 'call')
  AND d.warn_on <= :today
  AND (:principal IS NULL OR d.principal = :principal)
  AND (c.state IS NULL OR c.state <> 'returned')
  AND (r.id IS NULL OR (r.state = 'submitted' AND r.returned_reason IS NULL))
ORDER BY d.at_risk_fen DESC, d.due_on
LIMIT :limit;

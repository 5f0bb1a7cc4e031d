-- Cards sent in the month, and cards due in it. Two indexes, one row a card.
SELECT
  c.id AS card, c.no AS card_no, c.state, s.sold_on, c.due_on, c.queued_on, c.first_acknowledged_on AS acknowledged_on, c.returned_reason,
  cu.name AS customer, cu.id_no, cu.phone, cu.county, cu.town, cu.village, m.product, m.code AS model, u.serial,
  u.engine_no, u.produced_on, s.invoice_no, s.invoice_on, s.delivered_on, s.installed_on, s.outlet, s.seller,
  c.user_signed, c.share_consent,
  CASE WHEN c.rev > 1 THEN EXISTS (SELECT 1 FROM outbox q WHERE q.record_id = c.id AND q.base_rev IS NOT NULL) ELSE 0 END AS corrected
FROM (
  SELECT id FROM card WHERE queued_on BETWEEN :first AND :last
  UNION SELECT id FROM card WHERE due_on BETWEEN :first AND :last
) f
CROSS JOIN card c ON c.id = f.id
CROSS JOIN sale s ON s.id = c.sale
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
WHERE s.principal = :principal AND c.state <> 'voided'
ORDER BY s.sold_on, c.no, c.id;

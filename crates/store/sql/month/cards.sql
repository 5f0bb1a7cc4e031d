-- `corrected`: changed after an earlier revision left the desk, or after the paper of this month did.
-- `sent_on`: the day a card was handed over, by the network or with the paper of its month; one that waits here was not.
-- Cards sent in the month, and cards due in it. Two indexes, one row a card.
SELECT
  c.id AS card, c.no AS card_no, c.state, s.sold_on, c.due_on, c.queued_on, CASE
    WHEN c.state = 'acknowledged' THEN c.queued_on
    WHEN c.state <> 'queued' THEN NULL
    WHEN EXISTS (SELECT 1 FROM outbox l WHERE l.record_id = c.id AND l.state IN ('inflight', 'acked', 'deferred')) THEN c.queued_on
    ELSE (
      SELECT min(b.handed_on) FROM submission b
      WHERE b.principal = s.principal AND b.month = substr(c.queued_on, 1, 7) AND b.by_itself = 0 AND b.void_reason IS NULL
        AND b.returned_reason IS NULL AND b.handed_on >= c.queued_on AND b.runs LIKE '%"W06"%'
    )
  END AS sent_on, c.first_acknowledged_on AS acknowledged_on, c.returned_reason,
  cu.name AS customer, cu.id_no, cu.phone, cu.county, cu.town, cu.village, m.product, m.code AS model, u.serial,
  u.engine_no, u.produced_on, s.invoice_no, s.invoice_on, s.delivered_on, s.installed_on, s.outlet, s.seller,
  c.user_signed, c.share_consent,
  CASE WHEN c.rev > 1 THEN EXISTS (
    SELECT 1 FROM outbox q
    WHERE q.record_id = c.id AND q.base_rev IS NOT NULL AND (
      EXISTS (SELECT 1 FROM outbox e WHERE e.record_id = q.record_id AND e.rev < q.rev AND e.state <> 'pending')
      OR EXISTS (
        SELECT 1 FROM submission b
        WHERE b.principal = :principal AND b.month = substr(:first, 1, 7) AND b.by_itself = 0 AND b.void_reason IS NULL
          AND b.entered_at < q.created_at
      )
    )
  ) ELSE 0 END AS corrected
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

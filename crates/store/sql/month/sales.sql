-- `corrected`: changed after an earlier revision left the desk, or after the paper of this month did.
-- `sent_on`: the day a card was handed over, by the network or with the paper of its month; one that waits here was not.
SELECT
  c.id AS card, s.id AS sale, s.report_on AS report_on, s.sold_on, s.invoice_on, cu.name AS customer, cu.phone, cu.county, cu.town, cu.village,
  m.product, m.code AS model, u.serial, u.engine_no, s.price_fen, s.invoice_no, s.outlet, s.seller, s.subsidy_fen,
  c.no AS card_no, c.state, CASE
    WHEN c.state = 'acknowledged' THEN c.queued_on
    WHEN c.state <> 'queued' THEN NULL
    WHEN EXISTS (SELECT 1 FROM outbox l WHERE l.record_id = c.id AND l.state IN ('inflight', 'acked', 'deferred')) THEN c.queued_on
    ELSE (
      SELECT min(b.handed_on) FROM submission b
      WHERE b.principal = s.principal AND b.month = substr(c.queued_on, 1, 7) AND b.by_itself = 0 AND b.void_reason IS NULL
        AND b.returned_reason IS NULL AND b.handed_on >= c.queued_on AND b.runs LIKE '%"W06"%'
    )
  END AS sent_on, c.share_consent, s.note,
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
  ) ELSE 0 END AS corrected,
  (SELECT max(b.came_back_on) FROM remedy_case b WHERE b.sale = s.id) AS came_back_on,
  (SELECT max(b.came_back_by) FROM remedy_case b WHERE b.sale = s.id AND b.came_back_on IS NOT NULL) AS came_back_by
FROM sale s
CROSS JOIN card c ON c.sale = s.id
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last AND s.void_reason IS NULL
ORDER BY s.report_on, s.no;

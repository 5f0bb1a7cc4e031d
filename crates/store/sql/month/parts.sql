-- `corrected`: changed after an earlier revision left the desk, or after the paper of this month did.
SELECT
  p.id AS line, r.id AS repair, p.replaced_on, r.no AS repair_no, r.completed_on, cu.name AS customer, m.code AS model, u.serial,
  coalesce(
    (SELECT s.sold_on FROM sale s
     WHERE s.unit = r.unit AND s.void_reason IS NULL AND s.sold_on <= r.reported_on
     ORDER BY s.sold_on DESC LIMIT 1),
    (SELECT s.sold_on FROM sale s WHERE s.unit = r.unit AND s.void_reason IS NULL ORDER BY s.sold_on LIMIT 1)
  ) AS sold_on,
  p.code, p.name, p.spec, p.unit, p.qty_milli, p.price_fen, r.cause, r.in_warranty, p.kind, o.tag_no,
  p.return_required, o.state AS old_part_state, p.wants_replacement,
  CASE WHEN r.rev > 1 THEN EXISTS (
    SELECT 1 FROM outbox q
    WHERE q.record_id = r.id AND q.base_rev IS NOT NULL AND (
      EXISTS (SELECT 1 FROM outbox e WHERE e.record_id = q.record_id AND e.rev < q.rev AND e.state <> 'pending')
      OR EXISTS (
        SELECT 1 FROM submission b
        WHERE b.principal = :principal AND b.month = substr(:first, 1, 7) AND b.by_itself = 0 AND b.void_reason IS NULL
          AND b.entered_at < q.created_at
      )
    )
  ) ELSE 0 END AS corrected
FROM repair_part p
CROSS JOIN repair r ON r.id = p.repair
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
LEFT JOIN old_part o ON o.repair_part = p.id
WHERE p.replaced_on BETWEEN :first AND :last AND p.dropped = 0 AND r.principal = :principal AND r.void_reason IS NULL
ORDER BY p.replaced_on, r.no, p.line_no;

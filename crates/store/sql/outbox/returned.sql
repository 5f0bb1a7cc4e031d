-- From the few that came back to their lines.
SELECT
  o.rid AS line, o.seq, o.record_id, p.code AS principal, o.kind, o.rev, o.no, o.title, o.state, o.created_at, o.attempts,
  o.last_code, o.last_field, o.last_message, o.receipt, o.received_at,
  CASE o.kind WHEN 'card' THEN c.sale WHEN 'reversal' THEN NULL ELSE o.record_id END AS opens,
  1 AS returned
FROM outbox_returned r
CROSS JOIN outbox o ON o.rid = r.rid
JOIN principal p ON p.id = o.principal
LEFT JOIN card c ON o.kind = 'card' AND c.id = o.record_id
WHERE (:kind IS NULL OR o.kind = :kind)
ORDER BY o.rid DESC
LIMIT :limit;

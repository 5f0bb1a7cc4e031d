SELECT
  o.rid AS line, o.seq, o.record_id, p.code AS principal, o.kind, o.rev, o.no, o.title, o.state, o.created_at, o.attempts,
  o.last_code, o.last_field, o.last_message, o.receipt, o.received_at,
  CASE o.kind WHEN 'card' THEN c.sale WHEN 'reversal' THEN NULL ELSE o.record_id END AS opens,
  EXISTS (SELECT 1 FROM outbox_returned r WHERE r.rid = o.rid) AS returned
FROM outbox o
JOIN principal p ON p.id = o.principal
LEFT JOIN card c ON o.kind = 'card' AND c.id = o.record_id
WHERE (:principal IS NULL OR p.code = :principal)
  AND (:kind IS NULL OR o.kind = :kind)
  AND (:from IS NULL OR o.created_at >= :from)
  AND (:until IS NULL OR o.created_at < :until)
  AND (:term IS NULL OR instr(upper(o.no), :term) > 0 OR instr(upper(o.title), :term) > 0
    OR o.record_id IN (SELECT value FROM json_each(:records))
    OR (:receipt IS NOT NULL AND json_extract(o.receipt, '$.server_seq') = :receipt))
  AND (:state IS NULL OR CASE :state
    WHEN 'open' THEN o.state IN ('pending', 'inflight', 'deferred') OR o.rid IN (SELECT r.rid FROM outbox_returned r)
    WHEN 'waiting' THEN o.state IN ('pending', 'inflight')
    WHEN 'returned' THEN o.rid IN (SELECT r.rid FROM outbox_returned r)
    WHEN 'overdue' THEN o.state IN ('pending', 'inflight') AND o.due_on < :today
    ELSE o.state = :state END)
ORDER BY o.rid DESC
LIMIT :limit OFFSET :offset;

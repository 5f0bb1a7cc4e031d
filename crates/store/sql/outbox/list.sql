SELECT
  o.seq, o.record_id, p.code AS principal, o.kind, o.rev, o.no, o.title, o.state, o.created_at, o.attempts,
  o.last_code, o.last_field, o.last_message, o.receipt, o.received_at
FROM outbox o
JOIN principal p ON p.id = o.principal
WHERE (:principal IS NULL OR p.code = :principal)
  AND (:state IS NULL OR CASE :state WHEN 'open' THEN o.state <> 'acked' ELSE o.state = :state END)
ORDER BY o.rid DESC
LIMIT :limit OFFSET :offset;

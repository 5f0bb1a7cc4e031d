SELECT
  o.seq, o.record_id, p.code AS principal, o.kind, o.rev, o.no, o.title, o.state, o.created_at, o.attempts,
  o.last_code, o.last_field, o.last_message, o.receipt, o.received_at
FROM outbox o
JOIN principal p ON p.id = o.principal
WHERE o.record_id = :record_id
ORDER BY o.rev DESC, o.rid DESC
LIMIT 1;

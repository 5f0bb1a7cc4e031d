-- state <> 'acked' is what the index outbox_waiting says: without it the whole history is read.
SELECT o.epoch, o.seq, o.record_id, o.rev, o.base_rev, o.kind, o.schema, b.body, o.hash, o.state, o.attempts, o.batch_id
FROM outbox o
CROSS JOIN outbox_body b ON b.rid = o.rid
WHERE o.principal = :principal AND o.state = 'deferred' AND o.state <> 'acked'
ORDER BY o.created_at, o.seq
LIMIT :limit;

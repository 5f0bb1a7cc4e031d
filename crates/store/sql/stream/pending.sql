-- state <> 'acked' is what the index outbox_waiting says: without it the whole history is read.
SELECT epoch, seq, record_id, rev, base_rev, kind, schema, body, hash, state, attempts, batch_id
FROM outbox
WHERE principal = :principal AND state = 'pending' AND state <> 'acked'
ORDER BY attempts >= 4, due_on IS NULL, due_on, created_at, seq
LIMIT :limit;

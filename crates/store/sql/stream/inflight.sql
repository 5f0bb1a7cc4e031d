SELECT epoch, seq, record_id, rev, base_rev, kind, schema, body, hash, state, attempts, batch_id
FROM outbox
WHERE principal = :principal AND state = 'inflight'
ORDER BY epoch, batch_id, seq;

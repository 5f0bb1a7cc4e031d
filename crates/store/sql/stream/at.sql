-- Without the bytes: who asks wants to know what a verdict is about.
SELECT epoch, seq, record_id, rev, base_rev, kind, schema, '' AS body, hash, state, attempts, batch_id
FROM outbox
WHERE principal = :principal AND epoch = :epoch AND seq = :seq;

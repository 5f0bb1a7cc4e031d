SELECT epoch, seq, record_id, rev, base_rev, kind, schema, body, hash, state, attempts, batch_id
FROM outbox
WHERE principal = :principal AND epoch = :epoch AND seq BETWEEN :from AND :to
  AND state IN ('acked', 'rejected', 'deferred')
ORDER BY seq;

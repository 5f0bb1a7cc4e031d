-- What head office is believed to hold: not what this desk refused by itself. Without the bytes: a comparison reads the whole stream, and needs what it is about, not what it says.
SELECT epoch, seq, record_id, rev, base_rev, kind, schema, '' AS body, hash, state, attempts, batch_id
FROM outbox
WHERE principal = :principal AND epoch = :epoch AND seq BETWEEN :from AND :to
  AND state IN ('acked', 'rejected', 'deferred')
  AND NOT (state = 'rejected' AND coalesce(last_code, '') IN ('too_large', 'bad_batch') AND last_message IS NULL)
ORDER BY seq;

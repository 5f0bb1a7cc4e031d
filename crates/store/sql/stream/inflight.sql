-- Named, because the order of the answer tempts the planner to read the whole history in it.
SELECT epoch, seq, record_id, rev, base_rev, kind, schema, body, hash, state, attempts, batch_id
FROM outbox INDEXED BY outbox_waiting
WHERE principal = :principal AND state = 'inflight' AND state <> 'acked'
ORDER BY epoch, batch_id, seq;

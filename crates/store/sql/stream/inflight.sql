-- Named, because the order of the answer tempts the planner to read the whole history in it.
SELECT o.epoch, o.seq, o.record_id, o.rev, o.base_rev, o.kind, o.schema, b.body, o.hash, o.state, o.attempts, o.batch_id
FROM outbox o INDEXED BY outbox_waiting
CROSS JOIN outbox_body b ON b.rid = o.rid
WHERE o.principal = :principal AND o.state = 'inflight' AND o.state <> 'acked'
ORDER BY o.epoch, o.batch_id, o.seq;

SELECT
  count(*) FILTER (WHERE o.state IN ('pending', 'inflight')) AS pending,
  (SELECT count(*) FROM outbox_returned r WHERE r.principal = :principal) AS rejected,
  count(*) FILTER (WHERE o.state = 'deferred') AS deferred,
  count(*) FILTER (WHERE o.state IN ('pending', 'inflight') AND o.due_on < :today) AS overdue,
  min(o.created_at) FILTER (WHERE o.state IN ('pending', 'inflight')) AS oldest_at,
  (SELECT count(*) FROM blob_transfer b WHERE b.principal = :principal AND b.state = 'pending') AS files_waiting,
  (SELECT count(*) FROM blob_transfer b WHERE b.principal = :principal AND b.state = 'failed') AS files_missing
FROM outbox o
WHERE o.principal = :principal AND o.state <> 'acked';

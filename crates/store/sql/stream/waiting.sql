-- state <> 'acked' is what the index outbox_waiting says: without it the whole history is read.
SELECT rid FROM outbox
WHERE principal = :principal AND state IN ('pending', 'inflight') AND state <> 'acked' AND epoch <> :epoch
ORDER BY rid;

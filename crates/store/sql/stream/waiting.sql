SELECT rid FROM outbox
WHERE principal = :principal AND state IN ('pending', 'inflight') AND epoch <> :epoch
ORDER BY rid;

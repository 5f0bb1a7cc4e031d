UPDATE outbox SET state = 'inflight', batch_id = :batch_id, attempts = attempts + 1
WHERE principal = :principal AND epoch = :epoch AND state IN ('pending', 'deferred')
  AND seq IN (SELECT CAST(value AS INTEGER) FROM json_each(:seqs));

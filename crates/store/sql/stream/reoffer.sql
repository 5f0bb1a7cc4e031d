UPDATE outbox SET state = 'pending', batch_id = NULL
WHERE principal = :principal AND epoch = :epoch AND state IN ('acked', 'rejected', 'deferred')
  AND seq IN (SELECT CAST(value AS INTEGER) FROM json_each(:seqs));

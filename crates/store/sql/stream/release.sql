UPDATE outbox SET state = 'pending', batch_id = NULL, last_code = :code
WHERE principal = :principal AND state = 'inflight' AND batch_id = :batch_id;

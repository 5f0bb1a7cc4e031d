UPDATE outbox SET epoch = :epoch, seq = :seq, state = 'pending', batch_id = NULL
WHERE rid = :rid;

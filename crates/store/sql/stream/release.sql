-- state <> 'acked' is what the index outbox_waiting says: a batch is among the few in flight.
UPDATE outbox INDEXED BY outbox_waiting SET state = 'pending', batch_id = NULL, last_code = :code
WHERE principal = :principal AND state = 'inflight' AND state <> 'acked' AND batch_id = :batch_id;

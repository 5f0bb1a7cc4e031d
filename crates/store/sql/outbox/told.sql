SELECT 1 FROM outbox WHERE record_id = :record_id AND state <> 'rejected' LIMIT 1;

SELECT rev FROM outbox WHERE record_id = :record_id ORDER BY rev DESC LIMIT 1;

SELECT rev, hash FROM outbox
WHERE record_id = :record_id
ORDER BY rev DESC, rid DESC
LIMIT 1;

-- What was told of a record last.
SELECT body FROM outbox
WHERE record_id = :record_id
ORDER BY rev DESC, rid DESC
LIMIT 1;

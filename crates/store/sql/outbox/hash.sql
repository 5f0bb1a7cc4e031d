-- A refused line is not at head office and never will be: a report that named it would wait for ever.
SELECT rev, hash FROM outbox
WHERE record_id = :record_id AND state <> 'rejected'
ORDER BY rev DESC, rid DESC
LIMIT 1;

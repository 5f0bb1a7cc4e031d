-- What was told of a record last.
SELECT b.body FROM outbox o
CROSS JOIN outbox_body b ON b.rid = o.rid
WHERE o.record_id = :record_id
ORDER BY o.rev DESC, o.rid DESC
LIMIT 1;

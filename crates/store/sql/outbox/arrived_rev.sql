-- The newest version head office may have: what this desk refused by itself never got there.
SELECT rev FROM outbox
WHERE record_id = :record_id AND NOT (state = 'rejected' AND coalesce(last_code, '') IN ('too_large', 'bad_batch') AND last_message IS NULL)
ORDER BY rev DESC
LIMIT 1;

-- A line this desk refused by itself never got there; head office waits for whatever would be about it.
SELECT 1 FROM outbox
WHERE record_id = :record_id
  AND NOT (state = 'rejected' AND coalesce(last_code, '') IN ('too_large', 'bad_batch') AND last_message IS NULL)
LIMIT 1;

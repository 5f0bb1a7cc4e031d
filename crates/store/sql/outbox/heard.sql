-- A line too large for the way never got there; head office waits for whatever would be about it.
SELECT 1 FROM outbox
WHERE record_id = :record_id AND NOT (state = 'rejected' AND last_code IS 'too_large')
LIMIT 1;

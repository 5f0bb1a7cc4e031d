-- A line that waits for the first time never left this desk; one that is offered again has its receipt, or what was said against it.
SELECT 1 FROM outbox
WHERE record_id = :record_id AND NOT (state = 'pending' AND attempts = 0 AND receipt IS NULL AND last_code IS NULL)
LIMIT 1;

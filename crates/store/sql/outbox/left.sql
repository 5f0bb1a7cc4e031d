-- A line that waits for the first time never left this desk.
SELECT 1 FROM outbox WHERE record_id = :record_id AND NOT (state = 'pending' AND attempts = 0) LIMIT 1;

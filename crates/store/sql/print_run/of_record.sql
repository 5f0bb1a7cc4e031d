SELECT * FROM print_run
WHERE record = :record
ORDER BY printed_at DESC
LIMIT :limit;

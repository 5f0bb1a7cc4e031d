-- Of a repair, the newest first.
SELECT * FROM custody WHERE repair = :repair ORDER BY in_at DESC;

-- Of a call, the newest first.
SELECT * FROM custody WHERE call = :call ORDER BY in_at DESC;

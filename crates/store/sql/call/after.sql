SELECT * FROM call WHERE follows = :call ORDER BY received_at;

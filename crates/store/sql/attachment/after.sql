-- All of them, a piece at a time.
SELECT * FROM attachment WHERE id > :after ORDER BY id LIMIT :limit;

SELECT * FROM operator ORDER BY ended_at IS NOT NULL, made_at, id;

INSERT INTO draft (key, content, saved_at) VALUES (:key, :content, :at)
ON CONFLICT (key) DO UPDATE SET content = excluded.content, saved_at = excluded.saved_at;

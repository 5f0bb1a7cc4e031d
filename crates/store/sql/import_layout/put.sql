INSERT INTO import_layout (header_key, kind, mapping, used_at) VALUES (:key, :kind, :mapping, :at)
ON CONFLICT (header_key) DO UPDATE SET kind = excluded.kind, mapping = excluded.mapping, used_at = excluded.used_at;

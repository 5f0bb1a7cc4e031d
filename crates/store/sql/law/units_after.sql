SELECT id FROM unit WHERE id > :after ORDER BY id LIMIT :limit;

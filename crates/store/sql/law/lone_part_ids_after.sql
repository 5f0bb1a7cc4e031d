SELECT id FROM old_part WHERE repair IS NULL AND id > :after ORDER BY id LIMIT :limit;

INSERT INTO sync_link (principal, link, cursor) VALUES (:principal, '{}', :cursor)
ON CONFLICT (principal) DO UPDATE SET cursor = excluded.cursor;

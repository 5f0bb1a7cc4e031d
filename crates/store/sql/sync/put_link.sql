INSERT INTO sync_link (principal, link) VALUES (:principal, :link)
ON CONFLICT (principal) DO UPDATE SET link = excluded.link;

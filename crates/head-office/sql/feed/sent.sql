SELECT number, kind, coalesce(body ->> '$.title', '') AS title, created_at FROM feed
 WHERE dealer = :dealer ORDER BY number DESC LIMIT :limit

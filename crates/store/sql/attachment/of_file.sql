SELECT * FROM attachment WHERE sha256 = :sha256 ORDER BY added_at, id LIMIT :limit;

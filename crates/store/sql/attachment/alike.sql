SELECT * FROM attachment WHERE alike = :first ORDER BY added_at, id LIMIT :limit;

SELECT * FROM office_paper WHERE closed_at IS NULL ORDER BY received_at LIMIT :limit;

SELECT * FROM model WHERE id = :id;

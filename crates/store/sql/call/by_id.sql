SELECT * FROM call WHERE id = :id;

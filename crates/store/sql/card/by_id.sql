SELECT * FROM card WHERE id = :id;

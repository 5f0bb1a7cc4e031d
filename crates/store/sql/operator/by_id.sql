SELECT * FROM operator WHERE id = :id;

SELECT * FROM principal WHERE id = :id;

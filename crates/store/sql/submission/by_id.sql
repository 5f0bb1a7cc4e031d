SELECT * FROM submission WHERE id = :id;

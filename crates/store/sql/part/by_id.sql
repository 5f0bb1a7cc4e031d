SELECT * FROM part WHERE id = :id;

SELECT * FROM custody WHERE id = :id;

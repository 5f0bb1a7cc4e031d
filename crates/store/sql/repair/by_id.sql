SELECT * FROM repair WHERE id = :id;

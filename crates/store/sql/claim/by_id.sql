SELECT * FROM claim WHERE id = :id;

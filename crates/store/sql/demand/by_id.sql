SELECT * FROM demand WHERE id = :id;

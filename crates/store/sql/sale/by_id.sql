SELECT * FROM sale WHERE id = :id;

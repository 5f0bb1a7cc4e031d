SELECT * FROM packing WHERE id = :id;

SELECT * FROM entry WHERE id = :id;

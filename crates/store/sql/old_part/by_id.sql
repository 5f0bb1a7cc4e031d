SELECT * FROM old_part WHERE id = :id;

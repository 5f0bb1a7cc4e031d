SELECT * FROM attachment WHERE id = :id;

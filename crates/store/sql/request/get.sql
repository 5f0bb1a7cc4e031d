SELECT hash, record, no FROM request WHERE id = :id;

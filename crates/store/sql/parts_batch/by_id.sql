SELECT * FROM parts_batch WHERE id = :id;

SELECT * FROM customer WHERE id = :id;

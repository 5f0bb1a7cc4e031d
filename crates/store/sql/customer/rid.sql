SELECT rid FROM customer WHERE id = :id;

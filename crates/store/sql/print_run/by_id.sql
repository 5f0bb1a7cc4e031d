SELECT * FROM print_run WHERE id = :id;

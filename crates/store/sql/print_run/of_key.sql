SELECT * FROM print_run WHERE key = :key;

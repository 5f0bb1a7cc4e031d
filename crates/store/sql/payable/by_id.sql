SELECT * FROM payable_line WHERE id = :id;

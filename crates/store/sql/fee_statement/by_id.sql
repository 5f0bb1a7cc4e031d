SELECT * FROM fee_statement WHERE id = :id;

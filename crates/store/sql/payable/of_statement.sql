SELECT * FROM payable_line WHERE statement = :statement AND void_reason IS NULL;

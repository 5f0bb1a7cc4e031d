SELECT * FROM payable_line WHERE notice = :notice;

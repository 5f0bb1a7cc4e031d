SELECT count(*) FROM payable_line WHERE principal = :principal;

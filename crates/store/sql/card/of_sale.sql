SELECT * FROM card WHERE sale = :sale;

SELECT * FROM repair WHERE no_key = :no;

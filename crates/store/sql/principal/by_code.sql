SELECT * FROM principal WHERE code = :code;

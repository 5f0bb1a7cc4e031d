SELECT * FROM principal WHERE name = :name;

SELECT * FROM operator WHERE name_key = :key;

SELECT * FROM part WHERE code_key = :key;

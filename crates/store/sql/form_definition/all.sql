SELECT * FROM form_definition ORDER BY kept_at, hash;

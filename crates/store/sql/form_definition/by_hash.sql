SELECT * FROM form_definition WHERE hash = :hash;

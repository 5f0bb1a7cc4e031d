SELECT * FROM office_paper WHERE entry = :entry ORDER BY version DESC LIMIT 1;

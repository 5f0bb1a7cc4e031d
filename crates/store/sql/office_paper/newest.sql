SELECT * FROM office_paper WHERE principal = :principal AND paper = :paper ORDER BY version DESC LIMIT 1;

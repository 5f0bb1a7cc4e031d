SELECT * FROM office_paper
WHERE principal = :principal AND paper = :paper AND entry IS NOT NULL
ORDER BY version DESC LIMIT 1;

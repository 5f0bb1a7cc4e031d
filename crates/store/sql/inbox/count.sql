SELECT count(*)
FROM inbox i
JOIN principal p ON p.id = i.principal
WHERE :principal IS NULL OR p.code = :principal;

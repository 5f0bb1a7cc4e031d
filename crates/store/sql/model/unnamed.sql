-- Models of which nothing says what product they are, and which some machine is of.
SELECT * FROM model
WHERE product = '' AND class = ''
  AND (:principal IS NULL OR principal = :principal)
  AND EXISTS (SELECT 1 FROM unit WHERE unit.model = model.id)
ORDER BY code_key;

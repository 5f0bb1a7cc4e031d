-- Models of which nothing says what product they are, and which some machine is of. Without such a model the machines
-- are not looked at.
SELECT * FROM model
WHERE product = '' AND class = ''
  AND (:principal IS NULL OR principal = :principal)
  AND id IN (SELECT model FROM unit)
ORDER BY code_key;

SELECT d.*
FROM json_each(:units) j
CROSS JOIN deadline d ON d.unit = j.value
WHERE d.superseded_at IS NULL
ORDER BY d.id;

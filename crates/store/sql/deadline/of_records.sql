SELECT d.*
FROM json_each(:records) j
CROSS JOIN deadline d ON d.record = j.value
WHERE d.superseded_at IS NULL
ORDER BY d.id;

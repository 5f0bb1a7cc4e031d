SELECT c.*
FROM json_each(:units) j
CROSS JOIN coverage c ON c.unit = j.value
WHERE c.superseded_at IS NULL
ORDER BY c.id;

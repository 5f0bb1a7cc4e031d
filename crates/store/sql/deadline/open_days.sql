-- The nearest of a record comes last.
SELECT d.record, d.due_on, d.warn_on, why.text AS reason
FROM json_each(:records) j
CROSS JOIN deadline d ON d.record = j.value
LEFT JOIN reason why ON why.id = d.reason
WHERE d.superseded_at IS NULL AND d.state = 'pending'
ORDER BY d.due_on IS NOT NULL, d.due_on DESC, d.id;

SELECT r.*
FROM repair r
WHERE r.principal = :principal AND r.completed_on IS NULL AND r.state <> 'voided'
ORDER BY r.reported_on;

SELECT c.*, r.text AS due
FROM card c
LEFT JOIN reason r ON r.id = c.due_reason
WHERE c.no_key = :no AND c.state <> 'voided';

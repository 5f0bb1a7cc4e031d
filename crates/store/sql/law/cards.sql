SELECT c.*, r.text AS due
FROM json_each(:units) j
CROSS JOIN sale s ON s.unit = j.value
CROSS JOIN card c ON c.sale = s.id
LEFT JOIN reason r ON r.id = c.due_reason;

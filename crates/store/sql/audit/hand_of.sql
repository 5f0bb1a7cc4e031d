SELECT o.name FROM audit a
JOIN operator o ON o.id = a.operator
WHERE a.subject = :subject AND a.op = :op
ORDER BY a.id
LIMIT 1;

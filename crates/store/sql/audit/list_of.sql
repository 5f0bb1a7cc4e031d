SELECT a.id, a.at, a.op, a.subject, a.detail, o.name AS operator
FROM audit a
JOIN operator o ON o.id = a.operator
WHERE a.operator = :operator
ORDER BY a.id DESC
LIMIT :limit;

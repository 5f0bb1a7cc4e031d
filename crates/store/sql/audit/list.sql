SELECT a.id, a.at, a.op, a.subject, a.detail, o.name AS operator
FROM audit a
LEFT JOIN operator o ON o.id = a.operator
ORDER BY a.id DESC
LIMIT :limit;

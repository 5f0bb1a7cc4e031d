SELECT e.*
FROM (SELECT DISTINCT l.rid FROM entry_link l WHERE l.kind = :kind AND l.target = :target) f
CROSS JOIN entry e ON e.rid = f.rid
WHERE e.void_reason IS NULL
ORDER BY e.day DESC, e.rid DESC
LIMIT :limit;

-- The newest that have the words, of every form.
SELECT e.*
FROM (SELECT rowid AS rid FROM entry_index WHERE entry_index MATCH :match ORDER BY rowid DESC LIMIT :hits) f
CROSS JOIN entry e ON e.rid = f.rid
WHERE e.void_reason IS NULL
ORDER BY e.rid DESC;

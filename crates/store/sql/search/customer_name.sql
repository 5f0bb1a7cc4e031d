-- The newest customers first: of 50,000 called 王, the one of today is more likely meant.
SELECT c.id
FROM customer_name_index n
CROSS JOIN customer c ON c.rid = n.rowid
WHERE customer_name_index MATCH :phrase
ORDER BY n.rowid DESC
LIMIT :limit;

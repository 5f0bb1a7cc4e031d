SELECT c.id
FROM customer_name_index n
CROSS JOIN customer c ON c.rid = n.rowid
WHERE customer_name_index MATCH :phrase
LIMIT :limit;

SELECT c.id
FROM customer_initials i
CROSS JOIN customer c ON c.rid = i.rid
WHERE i.initials >= :from AND i.initials < :to
ORDER BY i.initials
LIMIT :limit;

-- Distinct: two readings of a name may begin the same.
SELECT DISTINCT c.id
FROM customer_initials i
CROSS JOIN customer c ON c.rid = i.rid
WHERE i.initials >= :from AND i.initials < :to
ORDER BY i.initials
LIMIT :limit;

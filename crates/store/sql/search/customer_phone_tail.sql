SELECT id FROM customer
WHERE phone_rev >= :from AND phone_rev < :to
ORDER BY phone_rev
LIMIT :limit;

SELECT id FROM customer
WHERE phone_key >= :from AND phone_key < :to
ORDER BY phone_key
LIMIT :limit;

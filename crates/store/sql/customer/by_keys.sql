SELECT * FROM customer
WHERE name_key = :name AND phone_key = :phone
ORDER BY rid
LIMIT 1;

SELECT sale AS id FROM card
WHERE no_key >= :from AND no_key < :to
ORDER BY no_key
LIMIT :limit;

SELECT id FROM repair
WHERE no_key >= :from AND no_key < :to
ORDER BY no_key
LIMIT :limit;

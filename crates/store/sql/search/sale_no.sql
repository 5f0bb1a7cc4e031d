SELECT id FROM sale
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;

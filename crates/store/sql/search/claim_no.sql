SELECT id FROM claim
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;

SELECT id FROM custody
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;

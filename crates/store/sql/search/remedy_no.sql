SELECT id FROM remedy_case
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;

SELECT id FROM unit
WHERE serial_rev >= :from AND serial_rev < :to
ORDER BY serial_rev
LIMIT :limit;

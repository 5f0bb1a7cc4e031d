SELECT id FROM unit
WHERE serial_key >= :from AND serial_key < :to
ORDER BY serial_key
LIMIT :limit;

SELECT id FROM unit
WHERE engine_key >= :from AND engine_key < :to
  AND engine_key <> ''
ORDER BY engine_key
LIMIT :limit;

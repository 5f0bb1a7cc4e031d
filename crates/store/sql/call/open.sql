-- Those on which something may still happen, the oldest first.
SELECT *
FROM call INDEXED BY call_open
WHERE state NOT IN ('closed', 'voided')
  AND (:principal IS NULL OR principal = :principal OR principal IS NULL)
ORDER BY received_at
LIMIT :limit;

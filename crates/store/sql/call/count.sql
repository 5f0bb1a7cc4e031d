SELECT count(*)
FROM call c
WHERE (:principal IS NULL OR c.principal = :principal OR c.principal IS NULL)
  AND (:state IS NULL OR c.state = :state)
  AND (:waiting IS NULL OR c.place < 0)
  AND (:unfinished IS NULL OR c.state IN ('dispatched', 'arrived'))
  AND (:late IS NULL OR EXISTS (
    SELECT 1
    FROM deadline d INDEXED BY deadline_record
    WHERE d.record = c.id AND d.superseded_at IS NULL AND d.state = 'pending'
      AND coalesce(d.due_at < :late, d.due_on < :today)
  ))
  AND (:like IS NULL OR c.words LIKE :like OR c.words LIKE :key);

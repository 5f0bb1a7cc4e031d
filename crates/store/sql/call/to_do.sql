-- Those that need work, all of them, the oldest first: nobody was sent, the work is not done, a clock runs, no repair was
-- opened for what is done, or a filing waits for its number.
SELECT c.*
FROM call c INDEXED BY call_open
WHERE c.state NOT IN ('closed', 'voided')
  AND (:principal IS NULL OR c.principal = :principal OR c.principal IS NULL)
  AND (
    c.place < 0
    OR c.state IN ('dispatched', 'arrived')
    OR EXISTS (
      SELECT 1
      FROM deadline d INDEXED BY deadline_record
      WHERE d.record = c.id AND d.superseded_at IS NULL AND d.state = 'pending'
    )
    OR (
      c.state IN ('done', 'signed')
      AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.id = c.repair AND r.state <> 'voided')
    )
    OR EXISTS (
      SELECT 1
      FROM json_each(c.steps) f
      WHERE f.value ->> 'kind' = 'filed' AND f.value ->> 'by_phone' AND f.value ->> 'ended' IS NULL
        AND f.value ->> 'no' IS NULL
    )
  )
ORDER BY c.received_at;

-- Crossed off, and the repair it stood on was cancelled: few repairs are, so they are read first.
SELECT c.*
FROM repair r INDEXED BY repair_state
CROSS JOIN call c INDEXED BY call_repair ON c.repair = r.id
WHERE r.state = 'voided' AND c.state = 'closed'
  AND (:principal IS NULL OR c.principal = :principal OR c.principal IS NULL)
ORDER BY c.received_at;

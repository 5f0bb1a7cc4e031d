-- Those of a machine on which something may still happen, the newest first.
SELECT * FROM call WHERE unit = :unit AND state NOT IN ('closed', 'voided') ORDER BY received_at DESC LIMIT :limit;

SELECT id FROM call INDEXED BY call_open WHERE state NOT IN ('closed', 'voided') ORDER BY received_at;

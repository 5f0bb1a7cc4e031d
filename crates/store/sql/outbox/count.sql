SELECT count(*)
FROM outbox o
JOIN principal p ON p.id = o.principal
WHERE (:principal IS NULL OR p.code = :principal)
  AND (:state IS NULL OR CASE :state WHEN 'open' THEN o.state <> 'acked' ELSE o.state = :state END);

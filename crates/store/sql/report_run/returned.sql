-- Turned back by head office, and that sheet of the month did not go out again since.
SELECT r.* FROM report_run r
WHERE r.returned_reason IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM report_run again
  JOIN outbox o ON o.record_id = again.id
  WHERE again.principal = r.principal AND again.month = r.month AND again.key = r.key
    AND (again.built_at, again.no) > (r.built_at, r.no))
ORDER BY r.month, r.key, r.no;

-- Turned back, and nothing went of that month since.
SELECT s.* FROM submission s INDEXED BY submission_returned
WHERE s.returned_reason IS NOT NULL AND s.void_reason IS NULL AND NOT EXISTS (
  SELECT 1 FROM submission again
  WHERE again.principal = s.principal AND again.month = s.month AND again.void_reason IS NULL
    AND (again.entered_at, again.id) > (s.entered_at, s.id))
ORDER BY s.month;

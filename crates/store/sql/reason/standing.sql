SELECT r.text
FROM (
  SELECT reason AS number FROM coverage WHERE superseded_at IS NULL
  UNION SELECT reason FROM deadline WHERE superseded_at IS NULL
  UNION SELECT due_reason FROM card
) s
LEFT JOIN reason r ON r.id = s.number
WHERE s.number IS NOT NULL;

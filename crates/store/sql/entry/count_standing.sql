-- Those that stand, of all days: one index holds the answer.
SELECT count(*) FROM (
  SELECT 1 FROM entry e INDEXED BY entry_standing WHERE e.form = :form AND e.void_reason IS NULL LIMIT :most
);

SELECT count(*) FROM (
  SELECT 1 FROM entry e
  WHERE e.form = :form AND e.day BETWEEN :first AND :last
    AND (:voided OR e.void_reason IS NULL)
  LIMIT :most
);

-- Standing entries of a form of a maker, or of none, by the register's day.
SELECT e.*
FROM entry e
WHERE e.form = :form AND e.day BETWEEN :first AND :last AND e.void_reason IS NULL
  AND (e.principal = :principal OR e.principal IS NULL)
ORDER BY e.day, e.rid;

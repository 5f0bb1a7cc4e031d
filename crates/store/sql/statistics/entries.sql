-- Standing entries of a form of a maker, or of none, by the register's day; where a field decides the month, by that day.
SELECT e.*
FROM entry e
WHERE e.form = :form AND e.day BETWEEN :from AND :last AND e.void_reason IS NULL
  AND (e.principal = :principal OR e.principal IS NULL)
  AND (:path IS NULL OR json_extract(e.body, :path) BETWEEN :first AND :last)
ORDER BY e.day, e.rid;

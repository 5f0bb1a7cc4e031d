-- The same by a day of their own.
SELECT e.*
FROM entry_value v
CROSS JOIN entry e ON e.rid = v.rid
WHERE v.form = :form AND v.field = :field AND v.value BETWEEN :first AND :last AND e.void_reason IS NULL
  AND (e.principal = :principal OR e.principal IS NULL)
ORDER BY e.day, e.rid;

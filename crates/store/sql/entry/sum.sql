SELECT coalesce(sum(v.n), 0)
FROM entry_value v
CROSS JOIN entry e ON e.rid = v.rid
WHERE v.form = :form AND v.field = :field AND v.value = '' AND v.day BETWEEN :first AND :last
  AND e.void_reason IS NULL;

-- By a value first; the number of each entry that has it is looked up.
SELECT coalesce(sum(n.n), 0)
FROM entry_value v
CROSS JOIN entry_value n ON n.form = v.form AND n.field = :sum AND n.value = '' AND n.day = v.day AND n.rid = v.rid
CROSS JOIN entry e ON e.rid = v.rid
WHERE v.form = :form AND v.field = :field AND v.value = :value AND v.day BETWEEN :first AND :last
  AND e.void_reason IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM json_each(:filters) f
    WHERE NOT EXISTS (
      SELECT 1 FROM entry_value o
      WHERE o.form = v.form AND o.field = json_extract(f.value, '$[0]') AND o.value = json_extract(f.value, '$[1]')
        AND o.day = v.day AND o.rid = v.rid));

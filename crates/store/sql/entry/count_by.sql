SELECT count(*) FROM (
  SELECT 1
  FROM entry_value v
  CROSS JOIN entry e ON e.rid = v.rid
  WHERE v.form = :form AND v.field = :field AND v.value = :value AND v.day BETWEEN :first AND :last
    AND (:voided OR e.void_reason IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM json_each(:filters) f
      WHERE NOT EXISTS (
        SELECT 1 FROM entry_value o
        WHERE o.form = v.form AND o.field = json_extract(f.value, '$[0]') AND o.value = json_extract(f.value, '$[1]')
          AND o.day = v.day AND o.rid = v.rid))
  LIMIT :most
);

-- Entries of a form, of a maker and those that name none: of these days, of the days other fields name, and what stands or was
-- changed since.
SELECT e.*
FROM (
  SELECT rid FROM entry WHERE form = :form AND day BETWEEN :first AND :last
  UNION
  SELECT v.rid
  FROM json_each(:fields) f
  CROSS JOIN entry_value v ON v.form = :form AND v.field = f.value AND v.value BETWEEN :first AND :last
  UNION
  SELECT rid FROM entry INDEXED BY entry_standing
  WHERE :standing AND form = :form AND void_reason IS NULL AND open = 1 AND day <= :last
  UNION
  SELECT rid FROM entry_value
  WHERE :standing AND form = :form AND field = '.changed' AND value >= :first AND day <= :last
) page
CROSS JOIN entry e ON e.rid = page.rid
WHERE (e.principal = :principal OR e.principal IS NULL) AND e.void_reason IS NULL
ORDER BY e.day, e.rid;

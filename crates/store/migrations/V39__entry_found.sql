-- Entries that were found by what their own form narrows and adds up are found by all that can be: a newer form asks for other fields of the same key.
-- Choices, ticks, ratings and references as they are compared; days and the days of instants in Asia/Shanghai.
INSERT INTO entry_value (form, field, value, day, rid, n)
SELECT
  e.form,
  json_extract(f.value, '$.key'),
  CASE
    WHEN json_extract(f.value, '$.kind') = 'instant' THEN date(b.value / 1000 + 28800, 'unixepoch')
    WHEN b.type IN ('true', 'false') THEN b.type
    ELSE CAST(b.value AS TEXT)
  END,
  e.day,
  e.rid,
  NULL
FROM entry e
CROSS JOIN form_definition d ON d.hash = e.definition
CROSS JOIN json_each(CASE WHEN json_valid(d.source) THEN d.source ELSE '{}' END, '$.sections') s
CROSS JOIN json_each(s.value, '$.fields') f
CROSS JOIN json_each(e.body) b
WHERE b.key = json_extract(f.value, '$.key')
  AND json_extract(f.value, '$.kind') IN ('choice', 'yes_no', 'rating', 'ref', 'day', 'instant')
  AND b.type IN ('text', 'integer', 'true', 'false')
ON CONFLICT (form, field, value, day, rid) DO NOTHING;

-- Numbers and money.
INSERT INTO entry_value (form, field, value, day, rid, n)
SELECT e.form, b.key, '', e.day, e.rid, b.value
FROM entry e
CROSS JOIN form_definition d ON d.hash = e.definition
CROSS JOIN json_each(CASE WHEN json_valid(d.source) THEN d.source ELSE '{}' END, '$.sections') s
CROSS JOIN json_each(s.value, '$.fields') f
CROSS JOIN json_each(e.body) b
WHERE b.key = json_extract(f.value, '$.key')
  AND json_extract(f.value, '$.kind') IN ('number', 'money')
  AND b.type = 'integer'
ON CONFLICT (form, field, value, day, rid) DO UPDATE SET n = excluded.n;

-- The day of its last change: what stands until it ends is looked for by it.
INSERT INTO entry_value (form, field, value, day, rid, n)
SELECT e.form, '.changed', date(max(r.at) / 1000 + 28800, 'unixepoch'), e.day, e.rid, NULL
FROM entry e
CROSS JOIN entry_rev r ON r.entry = e.id
GROUP BY e.rid
ON CONFLICT (form, field, value, day, rid) DO NOTHING;

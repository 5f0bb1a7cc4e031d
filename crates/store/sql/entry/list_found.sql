-- The newest that have the words, and of them those the filters leave; whole rows are read for the page alone.
SELECT e.*, page.total
FROM (
  SELECT e.rid, e.day, count(*) OVER () AS total
  FROM (
    SELECT rowid AS rid
    FROM entry_index
    WHERE entry_index MATCH :match AND rowid BETWEEN :low AND :high
    ORDER BY rowid DESC
    LIMIT :hits
  ) f
  CROSS JOIN entry e ON e.rid = f.rid
  WHERE e.form = :form AND e.day BETWEEN :first AND :last
    AND (:voided OR e.void_reason IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM json_each(:filters) f
      WHERE NOT EXISTS (
        SELECT 1 FROM entry_value o
        WHERE o.form = e.form AND o.field = json_extract(f.value, '$[0]') AND o.value = json_extract(f.value, '$[1]')
          AND o.day = e.day AND o.rid = e.rid))
  ORDER BY e.day DESC, e.rid DESC
  LIMIT :limit OFFSET :offset
) page
CROSS JOIN entry e ON e.rid = page.rid
ORDER BY page.day DESC, page.rid DESC;

-- The days on which these records were due by these rules, as they stand; a waived one is none.
SELECT d.record, d.due_on
FROM json_each(:records) j
CROSS JOIN deadline d ON d.record = j.value
WHERE d.superseded_at IS NULL AND d.due_on IS NOT NULL AND d.state NOT IN ('waived', 'void')
  AND d.rule IN (SELECT f.value FROM json_each(:rules) f);

-- Day by day: entries of one key are counted faster than groups are made.
SELECT
  j.value AS "on",
  (SELECT count(*) FROM card WHERE state IN ('issued', 'queued', 'returned') AND due_on = j.value) AS n
FROM json_each(:days) j;

-- Day by day: entries of one key are counted faster than groups are made. Of all makers no sale is looked at.
SELECT
  j.value AS "on",
  (
    SELECT count(*) FROM card c
    WHERE c.state IN ('issued', 'queued', 'returned') AND c.due_on = j.value
      AND (:principal IS NULL OR EXISTS (SELECT 1 FROM sale s WHERE s.id = c.sale AND s.principal = :principal))
  ) AS n
FROM json_each(:days) j;

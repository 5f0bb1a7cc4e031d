SELECT e.form, count(DISTINCT e.rid) AS n
FROM deadline d
CROSS JOIN entry e ON e.id = d.record
WHERE d.subject = 'entry' AND d.superseded_at IS NULL AND d.state = 'pending' AND d.due_on < :today
GROUP BY e.form;

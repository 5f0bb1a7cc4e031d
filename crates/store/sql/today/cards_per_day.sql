SELECT due_on AS "on", count(*) AS n
FROM card
WHERE state IN ('issued', 'queued', 'returned') AND due_on BETWEEN :first AND :last
GROUP BY due_on
ORDER BY due_on;

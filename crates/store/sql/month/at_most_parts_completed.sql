-- As at_most_parts.sql, by the day their repairs were completed.
SELECT count(*) FROM repair r
CROSS JOIN repair_part p ON p.repair = r.id
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last;

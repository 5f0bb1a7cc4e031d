-- Lines of claims that stand, the newest of a repair last.
SELECT l.*
FROM json_each(:repairs) j
CROSS JOIN claim_line l ON l.repair = j.value
CROSS JOIN claim c ON c.id = l.claim
WHERE c.void_reason IS NULL
ORDER BY j.key, c.made_on, c.rowid;

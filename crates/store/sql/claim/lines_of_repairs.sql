-- Lines of claims that stand, the newest of a repair last: the one no other asks for again. Days are typed and clocks go wrong.
SELECT l.*
FROM json_each(:repairs) j
CROSS JOIN claim_line l ON l.repair = j.value
CROSS JOIN claim c ON c.id = l.claim
WHERE c.void_reason IS NULL AND l.withdrawn_on IS NULL
ORDER BY j.key, NOT EXISTS (
  SELECT 1
  FROM claim_line n
  CROSS JOIN claim k ON k.id = n.claim
  WHERE n.repair = l.repair AND n.again_of = l.id AND k.void_reason IS NULL AND n.withdrawn_on IS NULL
), l.rowid;

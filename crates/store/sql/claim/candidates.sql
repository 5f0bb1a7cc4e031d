-- Repairs the maker pays, done up to a day, that no standing claim holds; what was refused may be asked again.
SELECT r.*
FROM repair r INDEXED BY repair_month
WHERE r.principal = :principal
  AND r.completed_on BETWEEN coalesce(:first, '') AND :last
  AND r.payer = 'warranty'
  AND r.state <> 'voided'
  AND NOT EXISTS (
    SELECT 1
    FROM claim_line l
    CROSS JOIN claim c ON c.id = l.claim
    WHERE l.repair = r.id
      AND c.void_reason IS NULL
      AND l.withdrawn_on IS NULL
      AND (l.verdict IS NULL OR l.verdict IN ('approved', 'cut'))
  )
ORDER BY r.completed_on, r.id;

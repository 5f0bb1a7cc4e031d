-- Jobs the user pays, done, without a receipt that stands.
SELECT r.*
FROM repair r INDEXED BY repair_month
WHERE r.principal = :principal
  AND r.completed_on BETWEEN coalesce(:first, '') AND :last
  AND r.payer = 'paid'
  AND r.state <> 'voided'
  AND NOT EXISTS (SELECT 1 FROM paid_receipt p WHERE p.repair = r.id AND p.void_reason IS NULL)
ORDER BY r.completed_on DESC, r.id DESC
LIMIT :limit;

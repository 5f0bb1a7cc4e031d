-- Jobs the user pays, done, without a receipt that stands, the newest first.
SELECT r.*
FROM repair r INDEXED BY repair_paid
WHERE r.payer = 'paid' AND r.completed_on IS NOT NULL AND r.state <> 'voided'
  AND r.completed_on BETWEEN coalesce(:first, '') AND :last
  AND (:principal IS NULL OR r.principal = :principal)
  AND NOT EXISTS (SELECT 1 FROM paid_receipt p WHERE p.repair = r.id AND p.void_reason IS NULL)
ORDER BY r.completed_on DESC, r.id DESC
LIMIT :limit OFFSET :offset;

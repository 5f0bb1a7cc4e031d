SELECT count(*)
FROM repair r INDEXED BY repair_paid
WHERE r.payer = 'paid' AND r.completed_on IS NOT NULL AND r.state <> 'voided'
  AND r.completed_on BETWEEN coalesce(:first, '') AND :last
  AND (:principal IS NULL OR r.principal = :principal)
  AND NOT EXISTS (SELECT 1 FROM paid_receipt p WHERE p.repair = r.id AND p.void_reason IS NULL);

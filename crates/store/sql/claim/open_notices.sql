-- Notices without a word of the dealer, or in dispute, the oldest first.
SELECT n.*
FROM settlement_notice n INDEXED BY notice_open
CROSS JOIN claim c ON c.id = n.claim
WHERE (n.answer IS NULL OR n.answer <> 'confirmed')
  AND c.void_reason IS NULL
  AND (:principal IS NULL OR c.principal = :principal)
ORDER BY n.noticed_on, n.id
LIMIT :limit;

-- The account of a maker by day and then by entry, the newest first, each line with what is owed after it.
SELECT
  p.*,
  sum(CASE WHEN p.void_reason IS NULL THEN p.effect_fen ELSE 0 END) OVER (ORDER BY p.on_day, p.entry) AS balance_fen
FROM payable_line p INDEXED BY payable_order
WHERE p.principal = :principal
ORDER BY p.on_day DESC, p.entry DESC
LIMIT :limit OFFSET :offset;

-- What became of each standing claim of a maker: a line that is asked for again counts where it is asked for now.
SELECT
  c.id, c.no, c.month, n.id AS notice, n.answer, n.deducted_on, coalesce(n.deduction_fen, 0) AS deduction_fen,
  count(*) AS lines, count(l.verdict) AS decided,
  sum(CASE WHEN l.again = 0 AND l.verdict IS NULL THEN l.claimed_fen ELSE 0 END) AS open_fen,
  sum(CASE WHEN l.again = 0 AND l.verdict = 'needs_material' THEN l.claimed_fen ELSE 0 END) AS wanting_fen,
  sum(CASE WHEN l.again = 0 THEN coalesce(l.approved_fen, 0) ELSE 0 END) AS approved_fen,
  sum(CASE WHEN l.again = 0 AND l.approved_fen IS NOT NULL THEN l.claimed_fen - l.approved_fen ELSE 0 END) AS cut_fen
FROM (
  SELECT
    m.claim, m.verdict, m.claimed_fen, m.approved_fen,
    EXISTS (
      SELECT 1
      FROM claim_line a
      CROSS JOIN claim k ON k.id = a.claim
      WHERE a.repair = m.repair AND a.again_of = m.id AND a.withdrawn_on IS NULL AND k.void_reason IS NULL
    ) AS again
  FROM claim o INDEXED BY claim_maker
  CROSS JOIN claim_line m ON m.claim = o.id
  WHERE o.principal = :principal AND o.void_reason IS NULL AND m.withdrawn_on IS NULL
) l
CROSS JOIN claim c ON c.id = l.claim
LEFT JOIN settlement_notice n ON n.claim = c.id
GROUP BY c.id
ORDER BY c.made_on, c.id;

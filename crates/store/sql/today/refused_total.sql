-- Open deadlines of cards that stand on 今日 as refused already.
SELECT count(*) AS n, sum(d.at_risk_fen) AS at_risk_fen
FROM card c INDEXED BY card_refused
CROSS JOIN deadline d INDEXED BY deadline_record ON d.record = c.id
WHERE c.state = 'returned'
  AND d.superseded_at IS NULL AND d.state = 'pending'
  AND d.subject = 'card'
  AND d.warn_on <= :today
  AND (:principal IS NULL OR d.principal = :principal);

SELECT count(*) AS n, sum(at_risk_fen) AS at_risk_fen
FROM deadline
WHERE superseded_at IS NULL AND state = 'pending'
  AND subject = :subject
  AND warn_on <= :today
  AND (:principal IS NULL OR principal = :principal);

-- Open filings of repairs that stand on 今日 as still to be mended.
SELECT count(*) AS n, sum(d.at_risk_fen) AS at_risk_fen
FROM repair r INDEXED BY repair_to_mend
CROSS JOIN deadline d INDEXED BY deadline_record ON d.record = r.id
WHERE (r.state = 'draft' OR r.returned_reason IS NOT NULL)
  AND d.superseded_at IS NULL AND d.state = 'pending'
  AND d.subject = 'repair_record'
  AND d.warn_on <= :today
  AND (:principal IS NULL OR d.principal = :principal);

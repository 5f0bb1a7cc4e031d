-- What stands on a line now is its next version.
INSERT INTO line_decision (line, version, verdict, approved_fen, reason, judged_by, decided_on, source)
SELECT
  l.id, 1 + coalesce((SELECT max(d.version) FROM line_decision d WHERE d.line = l.id), 0), l.verdict, l.approved_fen, l.reason,
  l.judged_by, l.decided_on, l.source
FROM claim_line l
WHERE l.id = :line;

-- Settlement notices of the month with what their claims asked for.
SELECT
  n.id, n.no AS notice_no, n.noticed_on, c.no AS claim_no,
  (SELECT sum(l.claimed_fen) FROM claim_line l WHERE l.claim = c.id AND l.withdrawn_on IS NULL) AS claimed_fen,
  n.approved_fen, n.cut_fen, n.cut_note, n.deduction_fen, n.deducted_on, n.answer, n.answered_on, n.answer_note
FROM settlement_notice n INDEXED BY notice_day
CROSS JOIN claim c ON c.id = n.claim
WHERE n.noticed_on BETWEEN :first AND :last AND c.principal = :principal AND c.void_reason IS NULL
ORDER BY n.noticed_on, n.no;

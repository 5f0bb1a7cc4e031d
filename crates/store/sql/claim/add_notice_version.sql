INSERT INTO notice_version (
  notice, rev, no, noticed_on, approved_fen, cut_fen, cut_note, deduction_fen, deducted_on, answer, answered_on, answer_note,
  source
)
SELECT
  id, rev, no, noticed_on, approved_fen, cut_fen, cut_note, deduction_fen, deducted_on, answer, answered_on, answer_note,
  source
FROM settlement_notice
WHERE id = :notice;

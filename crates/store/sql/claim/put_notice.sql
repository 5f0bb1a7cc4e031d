INSERT INTO settlement_notice (
  id, claim, no, noticed_on, approved_fen, cut_fen, cut_note, deduction_fen, deducted_on, answer, answered_on, answer_note,
  source, rev
) VALUES (
  :id, :claim, :no, :noticed_on, :approved_fen, :cut_fen, :cut_note, :deduction_fen, :deducted_on, :answer, :answered_on,
  :answer_note, :source, :rev
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, noticed_on = excluded.noticed_on, approved_fen = excluded.approved_fen, cut_fen = excluded.cut_fen,
  cut_note = excluded.cut_note, deduction_fen = excluded.deduction_fen, deducted_on = excluded.deducted_on,
  answer = excluded.answer, answered_on = excluded.answered_on, answer_note = excluded.answer_note,
  source = excluded.source, rev = excluded.rev;

INSERT INTO fee_statement (
  id, principal, quarter, version, made_on, months, cards, unit_fen, fee_fen, forfeit, forfeit_reason, special_fen,
  special_no, total_fen, reason, office_fen, office_no, confirmed_on, answer_note, replaced, entered_on, clock_suspect, rev
) VALUES (
  :id, :principal, :quarter, :version, :made_on, :months, :cards, :unit_fen, :fee_fen, :forfeit, :forfeit_reason,
  :special_fen, :special_no, :total_fen, :reason, :office_fen, :office_no, :confirmed_on, :answer_note, :replaced,
  :entered_on, :clock_suspect, :rev
)
ON CONFLICT (id) DO UPDATE SET
  office_fen = excluded.office_fen, office_no = excluded.office_no, confirmed_on = excluded.confirmed_on,
  answer_note = excluded.answer_note, replaced = excluded.replaced, rev = excluded.rev;

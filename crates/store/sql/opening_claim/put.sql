INSERT INTO opening_claim (
  id, principal, no, amount_fen, claimed_on, note, settled_on, notice_no, approved_fen, deduction_fen, deducted_on,
  reason, void_reason, rev
) VALUES (
  :id, :principal, :no, :amount_fen, :claimed_on, :note, :settled_on, :notice_no, :approved_fen, :deduction_fen,
  :deducted_on, :reason, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, no = excluded.no, amount_fen = excluded.amount_fen, claimed_on = excluded.claimed_on,
  note = excluded.note, settled_on = excluded.settled_on, notice_no = excluded.notice_no,
  approved_fen = excluded.approved_fen, deduction_fen = excluded.deduction_fen, deducted_on = excluded.deducted_on,
  reason = excluded.reason, void_reason = excluded.void_reason, rev = excluded.rev;

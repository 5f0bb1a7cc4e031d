INSERT INTO payable_line (
  id, principal, on_day, kind, fen, effect_fen, paper_no, cause, paid_by, notice, note, reason, entered_on, clock_suspect,
  void_reason, rev, statement
) VALUES (
  :id, :principal, :on_day, :kind, :fen, :effect_fen, :paper_no, :cause, :paid_by, :notice, :note, :reason, :entered_on,
  :clock_suspect, :void_reason, :rev, :statement
)
ON CONFLICT (id) DO UPDATE SET
  void_reason = excluded.void_reason, rev = excluded.rev;

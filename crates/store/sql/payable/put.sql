INSERT INTO payable_line (
  id, principal, on_day, kind, fen, labour_fen, effect_fen, paper_no, cause, paid_by, notice, note, reason, entered_on,
  clock_suspect, void_reason, rev, statement, opening_claim, entry
) VALUES (
  :id, :principal, :on_day, :kind, :fen, :labour_fen, :effect_fen, :paper_no, :cause, :paid_by, :notice, :note, :reason,
  :entered_on, :clock_suspect, :void_reason, :rev, :statement,
  :opening_claim,
  1 + coalesce((SELECT max(l.entry) FROM payable_line l INDEXED BY payable_entry WHERE l.principal = :principal), 0)
)
ON CONFLICT (id) DO UPDATE SET
  on_day = excluded.on_day, fen = excluded.fen, effect_fen = excluded.effect_fen, reason = excluded.reason,
  void_reason = excluded.void_reason, rev = excluded.rev;

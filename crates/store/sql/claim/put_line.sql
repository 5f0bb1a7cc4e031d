INSERT INTO claim_line (
  id, claim, line_no, repair, again_of, labour_fen, material_fen, travel_fen, other_fen, claimed_fen, verdict, approved_fen,
  reason, judged_by, decided_on, source, fees, withdrawn_on,
  withdraw_reason
) VALUES (
  :id, :claim, :line_no, :repair, :again_of, :labour_fen, :material_fen, :travel_fen, :other_fen, :claimed_fen, :verdict,
  :approved_fen, :reason, :judged_by, :decided_on, :source, :fees, :withdrawn_on, :withdraw_reason
)
ON CONFLICT (id) DO UPDATE SET
  verdict = excluded.verdict, approved_fen = excluded.approved_fen, reason = excluded.reason,
  judged_by = excluded.judged_by, decided_on = excluded.decided_on, source = excluded.source,
  withdrawn_on = excluded.withdrawn_on, withdraw_reason = excluded.withdraw_reason;

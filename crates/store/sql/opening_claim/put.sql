INSERT INTO opening_claim (
  id, principal, no, amount_fen, claimed_on, note
) VALUES (
  :id, :principal, :no, :amount_fen, :claimed_on, :note
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, no = excluded.no, amount_fen = excluded.amount_fen, claimed_on =
  excluded.claimed_on, note = excluded.note;

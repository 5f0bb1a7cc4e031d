INSERT INTO paid_receipt (
  id, no, principal, repair, done_on, wage_fen, travel_fen, parts_fen, other_fen, total_fen, user_fault, parts, way,
  way_reason, paid_on, invoice_no, invoice_on, note, entered_on, clock_suspect, void_reason, rev
) VALUES (
  :id, :no, :principal, :repair, :done_on, :wage_fen, :travel_fen, :parts_fen, :other_fen, :total_fen, :user_fault, :parts,
  :way, :way_reason, :paid_on, :invoice_no, :invoice_on, :note, :entered_on, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  paid_on = excluded.paid_on, invoice_no = excluded.invoice_no, invoice_on = excluded.invoice_on,
  void_reason = excluded.void_reason, rev = excluded.rev;

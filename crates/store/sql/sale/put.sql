INSERT INTO sale (
  id, no, principal, unit, customer, sold_on, invoice_no, invoice_on, delivered_on, installed_on,
  price_fen, subsidy_fen, seller, outlet, note, entered_on, clock_suspect, void_reason
) VALUES (
  :id, :no, :principal, :unit, :customer, :sold_on, :invoice_no, :invoice_on, :delivered_on,
  :installed_on, :price_fen, :subsidy_fen, :seller, :outlet, :note, :entered_on, :clock_suspect,
  :void_reason
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, principal = excluded.principal, unit = excluded.unit, customer =
  excluded.customer, sold_on = excluded.sold_on, invoice_no = excluded.invoice_no, invoice_on =
  excluded.invoice_on, delivered_on = excluded.delivered_on, installed_on = excluded.installed_on,
  price_fen = excluded.price_fen, subsidy_fen = excluded.subsidy_fen, seller = excluded.seller,
  outlet = excluded.outlet, note = excluded.note, entered_on = excluded.entered_on, clock_suspect =
  excluded.clock_suspect, void_reason = excluded.void_reason;

INSERT INTO parts_batch (
  id, no, principal, boxes, weight_g, carrier, waybill_no, freight_payer, sent_on, rev
) VALUES (
  :id, :no, :principal, :boxes, :weight_g, :carrier, :waybill_no, :freight_payer, :sent_on, :rev
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, principal = excluded.principal, boxes = excluded.boxes, weight_g =
  excluded.weight_g, carrier = excluded.carrier, waybill_no = excluded.waybill_no, freight_payer =
  excluded.freight_payer, sent_on = excluded.sent_on, rev = excluded.rev;

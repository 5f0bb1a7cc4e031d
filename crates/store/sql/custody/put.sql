INSERT INTO custody (
  id, no, principal, call, repair, customer, unit, bearer, phone, serial, serial_key, model, product, outside,
  accessories, fault, in_at, in_on, promises, promised_on, shelf, note, hand_overs, state, place, words, entered_at,
  clock_suspect, void_reason, rev
) VALUES (
  :id, :no, :principal, :call, :repair, :customer, :unit, :bearer, :phone, :serial, :serial_key, :model, :product,
  :outside, :accessories, :fault, :in_at, :in_on, :promises, :promised_on, :shelf, :note, :hand_overs, :state, :place,
  :words, :entered_at, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, call = excluded.call, repair = excluded.repair, customer = excluded.customer, unit =
  excluded.unit, bearer = excluded.bearer, phone = excluded.phone, serial = excluded.serial, serial_key =
  excluded.serial_key, model = excluded.model, product = excluded.product, outside = excluded.outside, accessories =
  excluded.accessories, fault = excluded.fault, in_at = excluded.in_at, in_on = excluded.in_on, promises =
  excluded.promises, promised_on = excluded.promised_on, shelf = excluded.shelf, note = excluded.note, hand_overs =
  excluded.hand_overs, state = excluded.state, place = excluded.place, words = excluded.words, void_reason =
  excluded.void_reason, rev = excluded.rev;

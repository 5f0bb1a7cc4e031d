INSERT INTO call (
  id, no, principal, received_at, channel, caller, phone, customer, unit, serial, model, product, area, address,
  complaint, urgency, forwarded_at, task_no, note, steps, repair, entered_at, clock_suspect, void_reason, rev,
  phone_key, state, place, words, follows, serial_key
) VALUES (
  :id, :no, :principal, :received_at, :channel, :caller, :phone, :customer, :unit, :serial, :model, :product, :area,
  :address, :complaint, :urgency, :forwarded_at, :task_no, :note, :steps, :repair, :entered_at, :clock_suspect,
  :void_reason, :rev, :phone_key, :state, :place, :words, :follows, :serial_key
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, received_at = excluded.received_at, channel = excluded.channel, caller =
  excluded.caller, phone = excluded.phone, customer = excluded.customer, unit = excluded.unit, serial =
  excluded.serial, model = excluded.model, product = excluded.product, area = excluded.area, address =
  excluded.address, complaint = excluded.complaint, urgency = excluded.urgency, forwarded_at =
  excluded.forwarded_at, task_no = excluded.task_no, note = excluded.note, steps = excluded.steps, repair =
  excluded.repair, void_reason = excluded.void_reason, rev = excluded.rev, phone_key = excluded.phone_key, state =
  excluded.state, place = excluded.place, words = excluded.words, follows =
  excluded.follows, serial_key = excluded.serial_key;

INSERT INTO repair (
  id, no, no_key, principal, unit, customer, channel, reported_on, reported_time, received_on,
  arrived_on, arrived_time, completed_on, handed_over_on, usage_milli, usage_unit, in_warranty,
  payer, fault, fault_place, cause, responsibility, method, work, technician, labour_milli_hours,
  labour_fen, material_fen, travel_milli_km, travel_fen, other_fen, user_signed, user_rating, note,
  share_consent, state, entered_on, clock_suspect, submitted_on, acknowledged_on, returned_reason,
  void_reason, rev, severity, same_as, component_exchanged, waits, usage_read_on, new_meter, old_meter_milli,
  fault_code, depart_time, fees
) VALUES (
  :id, :no, :no_key, :principal, :unit, :customer, :channel, :reported_on, :reported_time,
  :received_on, :arrived_on, :arrived_time, :completed_on, :handed_over_on, :usage_milli,
  :usage_unit, :in_warranty, :payer, :fault, :fault_place, :cause, :responsibility, :method, :work,
  :technician, :labour_milli_hours, :labour_fen, :material_fen, :travel_milli_km, :travel_fen,
  :other_fen, :user_signed, :user_rating, :note, :share_consent, :state, :entered_on,
  :clock_suspect, :submitted_on, :acknowledged_on, :returned_reason, :void_reason, :rev,
  :severity, :same_as, :component_exchanged, :waits, :usage_read_on, :new_meter, :old_meter_milli, :fault_code,
  :depart_time, :fees
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, no_key = excluded.no_key, principal = excluded.principal, unit = excluded.unit,
  customer = excluded.customer, channel = excluded.channel, reported_on = excluded.reported_on,
  reported_time = excluded.reported_time, received_on = excluded.received_on, arrived_on =
  excluded.arrived_on, arrived_time = excluded.arrived_time, completed_on = excluded.completed_on,
  handed_over_on = excluded.handed_over_on, usage_milli = excluded.usage_milli, usage_unit =
  excluded.usage_unit, in_warranty = excluded.in_warranty, payer = excluded.payer, fault =
  excluded.fault, fault_place = excluded.fault_place, cause = excluded.cause, responsibility =
  excluded.responsibility, method = excluded.method, work = excluded.work, technician =
  excluded.technician, labour_milli_hours = excluded.labour_milli_hours, labour_fen =
  excluded.labour_fen, material_fen = excluded.material_fen, travel_milli_km =
  excluded.travel_milli_km, travel_fen = excluded.travel_fen, other_fen = excluded.other_fen,
  user_signed = excluded.user_signed, user_rating = excluded.user_rating, note = excluded.note,
  share_consent = excluded.share_consent, state = excluded.state, entered_on = excluded.entered_on,
  clock_suspect = excluded.clock_suspect, submitted_on = excluded.submitted_on, acknowledged_on =
  excluded.acknowledged_on, returned_reason = excluded.returned_reason, void_reason =
  excluded.void_reason, rev = excluded.rev, severity = excluded.severity, same_as = excluded.same_as,
  component_exchanged = excluded.component_exchanged, waits = excluded.waits, usage_read_on = excluded.usage_read_on,
  new_meter = excluded.new_meter, old_meter_milli = excluded.old_meter_milli, fault_code =
  excluded.fault_code, depart_time = excluded.depart_time, fees = excluded.fees;

INSERT INTO unit (
  id, principal, model, serial, serial_key, serial_rev, engine_no, engine_key, frame_no, produced_on
) VALUES (
  :id, :principal, :model, :serial, :serial_key, :serial_rev, :engine_no, :engine_key, :frame_no,
  :produced_on
)
ON CONFLICT (id) DO UPDATE SET
  principal = excluded.principal, model = excluded.model, serial = excluded.serial, serial_key =
  excluded.serial_key, serial_rev = excluded.serial_rev, engine_no = excluded.engine_no, engine_key
  = excluded.engine_key, frame_no = excluded.frame_no, produced_on = excluded.produced_on;

INSERT INTO repair_part (
  id, repair, line_no, code, name, spec, unit, qty_milli, price_fen, kind, return_required,
  wants_replacement, replaced_on, old_serial, new_serial
) VALUES (
  :id, :repair, :line_no, :code, :name, :spec, :unit, :qty_milli, :price_fen, :kind,
  :return_required, :wants_replacement, :replaced_on, :old_serial, :new_serial
)
ON CONFLICT (id) DO UPDATE SET
  repair = excluded.repair, line_no = excluded.line_no, code = excluded.code, name = excluded.name,
  spec = excluded.spec, unit = excluded.unit, qty_milli = excluded.qty_milli, price_fen =
  excluded.price_fen, kind = excluded.kind, return_required = excluded.return_required,
  wants_replacement = excluded.wants_replacement, replaced_on = excluded.replaced_on, old_serial =
  excluded.old_serial, new_serial = excluded.new_serial, dropped = 0;

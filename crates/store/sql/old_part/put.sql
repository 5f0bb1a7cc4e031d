INSERT INTO old_part (
  id, tag_no, principal, repair_part, repair, repair_no, code, name, spec, qty_milli, value_fen,
  removed_on, state, bin, batch, box_no, reason, rev
) VALUES (
  :id, :tag_no, :principal, :repair_part, :repair, :repair_no, :code, :name, :spec, :qty_milli,
  :value_fen, :removed_on, :state, :bin, :batch, :box_no, :reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  tag_no = excluded.tag_no, principal = excluded.principal, repair_part = excluded.repair_part,
  repair = excluded.repair, repair_no = excluded.repair_no, code = excluded.code, name =
  excluded.name, spec = excluded.spec, qty_milli = excluded.qty_milli, value_fen =
  excluded.value_fen, removed_on = excluded.removed_on, state = excluded.state, bin = excluded.bin,
  batch = excluded.batch, box_no = excluded.box_no, reason = excluded.reason, rev = excluded.rev;

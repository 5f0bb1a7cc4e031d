-- One of them, by its old part.
SELECT
  o.id, o.tag_no, o.principal, o.repair, o.repair_no, o.code, o.name, o.qty_milli, o.value_fen, o.removed_on, o.state,
  rp.new_serial, x.got_milli, x.bought_milli, x.on_day, x.paper_no, x.reason, x.rev
FROM old_part o
JOIN repair_part rp ON rp.id = o.repair_part
LEFT JOIN part_exchange x ON x.old_part = o.id
WHERE o.id = :id;

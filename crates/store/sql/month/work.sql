-- Work completed in the month, day by day and technician by technician, with what the user paid for it.
SELECT
  r.id, r.no, r.completed_on, r.technician, r.payer, r.fault, r.fault_place, r.cause, r.work, m.code AS model,
  r.depart_time, r.arrived_on, r.arrived_time, r.reported_on, r.labour_milli_hours,
  (SELECT group_concat(p.name || char(31) || p.qty_milli || char(31) || p.unit, char(30) ORDER BY p.line_no)
   FROM repair_part p WHERE p.repair = r.id AND p.dropped = 0) AS parts,
  (SELECT t.total_fen FROM paid_receipt t WHERE t.repair = r.id AND t.void_reason IS NULL) AS charged_fen,
  r.user_signed, r.note
FROM repair r
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
ORDER BY r.completed_on, r.technician, r.no;

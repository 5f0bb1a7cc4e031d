-- What the summary of W01 counts, of the same repairs as month/repairs.sql. `again`: the machine was repaired before;
-- `repeated`: the fault lay in the same place then (or, where no place is noted, read the same).
SELECT
  u.rid AS unit, m.code AS model, r.reported_on, r.received_on, r.completed_on, r.in_warranty, r.fault, r.fault_place,
  r.labour_fen + r.material_fen + r.travel_fen + r.other_fen AS total_fen, r.share_consent,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.completed_on <= r.reported_on AND b.void_reason IS NULL AND b.id <> r.id
  ) AS again,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.completed_on <= r.reported_on AND b.void_reason IS NULL AND b.id <> r.id
      AND b.fault_place = r.fault_place AND (r.fault_place <> '' OR b.fault = r.fault)
  ) AS repeated
FROM repair r
CROSS JOIN (SELECT id, model, rowid AS rid FROM unit) u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model

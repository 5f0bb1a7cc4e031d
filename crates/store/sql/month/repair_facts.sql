-- What is compared with a month, of the same repairs as month/repairs.sql and by the same meaning.
SELECT
  r.id, r.unit, r.reported_on, r.completed_on,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.stands_on <= r.reported_on AND b.completed_on IS NOT NULL AND b.rowid <> r.rowid AND b.void_reason IS NULL
  ) AS again,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.stands_on <= r.reported_on AND b.completed_on IS NOT NULL AND b.rowid <> r.rowid AND b.void_reason IS NULL
      AND b.fault_place = r.fault_place AND (r.fault_place <> '' OR b.fault = r.fault)
  ) AS repeated
FROM repair r

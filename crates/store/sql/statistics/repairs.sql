-- Repairs completed in a month: whether their user was reached afterwards, why not, and whether he was asked by a questionnaire.
SELECT
  r.id, r.no, r.completed_on, r.technician, r.in_warranty, m.code AS model, u.serial, c.name AS customer,
  EXISTS (
    SELECT 1 FROM entry_link l CROSS JOIN entry e ON e.rid = l.rid
    WHERE l.kind = 'repair' AND l.target = r.id AND e.form = :revisit AND e.void_reason IS NULL AND e.state = :reached
      AND json_extract(e.body, '$.result') IS NOT :unreached) AS revisited,
  (SELECT json_extract(e.body, '$.why_not') FROM entry_link l CROSS JOIN entry e ON e.rid = l.rid
   WHERE l.kind = 'repair' AND l.target = r.id AND e.form = :revisit AND e.void_reason IS NULL
     AND json_extract(e.body, '$.why_not') IS NOT NULL
   ORDER BY e.day DESC, e.rid DESC LIMIT 1) AS why_not,
  EXISTS (
    SELECT 1 FROM entry_link l CROSS JOIN entry e ON e.rid = l.rid
    WHERE l.kind = 'repair' AND l.target = r.id AND e.form IN (SELECT f.value FROM json_each(:surveys) f)
      AND e.void_reason IS NULL AND e.state <> :waiting)
  OR EXISTS (
    SELECT 1 FROM call k CROSS JOIN entry_link l ON l.kind = 'call' AND l.target = k.id CROSS JOIN entry e ON e.rid = l.rid
    WHERE k.repair = r.id AND e.form IN (SELECT f.value FROM json_each(:surveys) f)
      AND e.void_reason IS NULL AND e.state <> :waiting) AS surveyed
FROM repair r
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
CROSS JOIN customer c ON c.id = r.customer
WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last AND r.void_reason IS NULL
ORDER BY r.completed_on, r.no;

-- Counted, sorted and cut by what the indexes hold; only the rows shown are read.
SELECT
  r.id, r.no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, u.serial, r.reported_on,
  r.completed_on, r.fault, r.in_warranty, r.labour_fen + r.material_fen + r.travel_fen + r.other_fen AS total_fen,
  r.user_signed, r.state, r.acknowledged_on, r.returned_reason,
  page.total
FROM (
  SELECT f.rid, f.day, count(*) OVER () AS total FROM (
    SELECT rowid AS rid, stands_on AS day FROM repair WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT rowid, stands_on FROM repair WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT rowid, stands_on FROM repair WHERE id IN (SELECT value FROM json_each(:numbers))
  ) f
  WHERE f.day BETWEEN :first AND :last
    AND (:principal IS NULL OR :principal = (SELECT r.principal FROM repair r WHERE r.rowid = f.rid))
    AND (:state IS NULL OR :state = (SELECT r.state FROM repair r WHERE r.rowid = f.rid))
  ORDER BY f.day DESC, f.rid DESC
  LIMIT :limit OFFSET :offset
) page
CROSS JOIN repair r ON r.rowid = page.rid
CROSS JOIN principal p ON p.id = r.principal
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model
ORDER BY page.day DESC, page.rid DESC;

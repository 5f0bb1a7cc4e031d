-- Counted, sorted and cut by what the indexes hold; only the rows shown are read.
SELECT
  s.id, s.no, c.no AS card_no, p.code AS principal, cu.name AS customer, cu.phone, m.code AS model, m.product, u.serial,
  s.sold_on, s.price_fen, c.state, why.text AS due, c.first_acknowledged_on AS met_on, c.returned_reason,
  page.total
FROM (
  SELECT f.rid, f.day, count(*) OVER () AS total FROM (
    SELECT rowid AS rid, sold_on AS day FROM sale WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT rowid, sold_on FROM sale WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT rowid, sold_on FROM sale WHERE id IN (SELECT value FROM json_each(:numbers))
  ) f
  WHERE f.day BETWEEN :first AND :last
    AND (:principal IS NULL OR :principal = (SELECT s.principal FROM sale s WHERE s.rowid = f.rid))
    AND (:state IS NULL OR :state = (SELECT c.state FROM sale s CROSS JOIN card c ON c.sale = s.id WHERE s.rowid = f.rid))
  ORDER BY f.day DESC, f.rid DESC
  LIMIT :limit OFFSET :offset
) page
CROSS JOIN sale s ON s.rowid = page.rid
CROSS JOIN card c ON c.sale = s.id
CROSS JOIN principal p ON p.id = s.principal
CROSS JOIN customer cu ON cu.id = s.customer
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
LEFT JOIN reason why ON why.id = c.due_reason
ORDER BY page.day DESC, page.rid DESC;

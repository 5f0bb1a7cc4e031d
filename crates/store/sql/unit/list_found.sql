SELECT
  u.id, p.code AS principal, m.code AS model, m.product, u.serial, u.engine_no,
  (
    SELECT CASE WHEN EXISTS (SELECT 1 FROM remedy_case b WHERE b.sale = s.id AND b.came_back_on IS NOT NULL) THEN NULL ELSE cu.name END
    FROM sale s JOIN customer cu ON cu.id = s.customer
    WHERE s.unit = u.id AND s.void_reason IS NULL ORDER BY s.sold_on DESC LIMIT 1
  ) AS customer,
  (
    SELECT (SELECT max(b.came_back_on) FROM remedy_case b WHERE b.sale = s.id) FROM sale s
    WHERE s.unit = u.id AND s.void_reason IS NULL ORDER BY s.sold_on DESC LIMIT 1
  ) AS came_back_on,
  (SELECT max(s.sold_on) FROM sale s WHERE s.unit = u.id AND s.void_reason IS NULL) AS sold_on
FROM (
  SELECT f.key AS place, u.rowid AS rid
  FROM json_each(:ids) f
  CROSS JOIN unit u ON u.id = f.value
  WHERE :principal IS NULL OR u.principal = :principal
  ORDER BY f.key
  LIMIT :limit OFFSET :offset
) page
CROSS JOIN unit u ON u.rowid = page.rid
CROSS JOIN principal p ON p.id = u.principal
CROSS JOIN model m ON m.id = u.model
ORDER BY page.place;

SELECT
  c.id, c.name, c.phone, c.county, c.town, c.village,
  (SELECT count(*) FROM sale s WHERE s.customer = c.id AND s.void_reason IS NULL) AS units
FROM json_each(:ids) f
CROSS JOIN customer c ON c.id = f.value
ORDER BY f.key;

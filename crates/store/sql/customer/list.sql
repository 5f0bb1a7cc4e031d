SELECT
  c.id, c.name, c.phone, c.county, c.town, c.village,
  (SELECT count(*) FROM sale s WHERE s.customer = c.id AND s.void_reason IS NULL) AS units
FROM customer c
ORDER BY c.rid DESC
LIMIT :limit OFFSET :offset;

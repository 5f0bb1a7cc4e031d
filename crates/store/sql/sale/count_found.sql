SELECT count(*) FROM (
  SELECT 1 FROM (
    SELECT rowid AS rid, sold_on AS day FROM sale WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT rowid, sold_on FROM sale WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT rowid, sold_on FROM sale WHERE id IN (SELECT value FROM json_each(:numbers))
  ) f
  WHERE f.day BETWEEN :first AND :last
    AND (:principal IS NULL OR :principal = (SELECT s.principal FROM sale s WHERE s.rowid = f.rid))
    AND (:state IS NULL OR :state = (SELECT c.state FROM sale s CROSS JOIN card c ON c.sale = s.id WHERE s.rowid = f.rid))
  LIMIT :most
);

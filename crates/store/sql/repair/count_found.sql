SELECT count(*) FROM (
  SELECT 1 FROM (
    SELECT rowid AS rid, stands_on AS day FROM repair WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT rowid, stands_on FROM repair WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT rowid, stands_on FROM repair WHERE id IN (SELECT value FROM json_each(:numbers))
  ) f
  WHERE f.day BETWEEN :first AND :last
    AND (:principal IS NULL OR :principal = (SELECT r.principal FROM repair r WHERE r.rowid = f.rid))
    AND (:state IS NULL OR :state = (SELECT r.state FROM repair r WHERE r.rowid = f.rid))
  LIMIT :most
);

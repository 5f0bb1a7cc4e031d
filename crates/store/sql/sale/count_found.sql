SELECT count(*) FROM (
  SELECT 1
  FROM (
    SELECT id FROM sale WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT id FROM sale WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT value FROM json_each(:numbers)
  ) f
  CROSS JOIN sale s ON s.id = f.id
  WHERE (:principal IS NULL OR s.principal = :principal)
    AND s.sold_on BETWEEN :first AND :last
    AND (:state IS NULL OR :state = (SELECT c.state FROM card c WHERE c.sale = s.id))
  LIMIT :most
);

SELECT count(*) FROM (
  SELECT 1
  FROM (
    SELECT id FROM repair WHERE unit IN (SELECT value FROM json_each(:units))
    UNION SELECT id FROM repair WHERE customer IN (SELECT value FROM json_each(:customers))
    UNION SELECT value FROM json_each(:numbers)
  ) f
  CROSS JOIN repair r ON r.id = f.id
  WHERE (:principal IS NULL OR r.principal = :principal)
    AND r.stands_on BETWEEN :first AND :last
    AND (:state IS NULL OR r.state = :state)
  LIMIT :most
);

SELECT count(*) FROM (
  SELECT 1 FROM repair r
  WHERE (:principal IS NULL OR r.principal = :principal)
    AND r.stands_on BETWEEN :first AND :last
    AND r.state = :state
  LIMIT :most
);

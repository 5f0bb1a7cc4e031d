SELECT count(*) FROM (
  SELECT 1 FROM sale s
  WHERE (:principal IS NULL OR s.principal = :principal)
    AND s.sold_on BETWEEN :first AND :last
    AND (:state IS NULL OR :state = (SELECT c.state FROM card c WHERE c.sale = s.id))
  LIMIT :most
);

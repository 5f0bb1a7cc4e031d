SELECT count(*) FROM card c
WHERE c.acknowledged_on BETWEEN :first AND :last AND c.state = 'acknowledged'
  AND (:principal IS NULL OR EXISTS (SELECT 1 FROM sale s WHERE s.id = c.sale AND s.principal = :principal));

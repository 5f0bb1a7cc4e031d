SELECT
  (SELECT count(*) FROM repair r WHERE r.principal = :principal AND r.completed_on BETWEEN :first AND :last)
  + (SELECT count(*) FROM repair WHERE principal = :principal AND completed_on > :last AND reported_on <= :last)
  + (SELECT count(*) FROM repair WHERE principal = :principal AND completed_on IS NULL AND reported_on <= :last);

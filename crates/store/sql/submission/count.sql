SELECT count(*)
FROM submission s INDEXED BY submission_place
WHERE s.month BETWEEN :first AND :last
  AND (:principal IS NULL OR s.principal = :principal)
  AND (:road IS NULL OR s.road = :road);

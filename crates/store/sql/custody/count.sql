SELECT count(*)
FROM custody c
WHERE (:principal IS NULL OR c.principal = :principal OR c.principal IS NULL)
  AND (:state IS NULL OR c.state = :state)
  AND (:late IS NULL OR (c.state = 'here' AND c.promised_on < :late))
  AND (:first IS NULL OR c.in_on BETWEEN :first AND :last)
  AND (:like IS NULL OR c.words LIKE :like OR c.words LIKE :key);

-- Here on or after the day promised, all of them, the latest first.
SELECT *
FROM custody INDEXED BY custody_late
WHERE state = 'here' AND promised_on <= :today
  AND (:principal IS NULL OR principal = :principal OR principal IS NULL)
ORDER BY promised_on;

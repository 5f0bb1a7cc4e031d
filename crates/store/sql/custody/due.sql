-- Here on or after the day promised, the latest first.
SELECT *
FROM custody INDEXED BY custody_late
WHERE state = 'here' AND promised_on <= :today
ORDER BY promised_on
LIMIT :limit;

-- As custodies.sql, those that name no maker.
SELECT count(*)
FROM custody c INDEXED BY custody_place
WHERE c.place <= :left_since AND c.in_on <= :last AND c.principal IS NULL AND c.state <> 'voided';

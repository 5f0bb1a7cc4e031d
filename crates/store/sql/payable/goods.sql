-- What a maker's goods of some days come to.
SELECT coalesce(sum(fen), 0)
FROM payable_line
WHERE principal = :principal AND on_day BETWEEN :first AND :last AND kind = 'goods' AND void_reason IS NULL;

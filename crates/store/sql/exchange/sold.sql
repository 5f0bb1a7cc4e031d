-- Money of the machines of a maker sold between two days.
SELECT coalesce(sum(s.price_fen), 0)
FROM sale s INDEXED BY sale_month
WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last AND s.void_reason IS NULL;

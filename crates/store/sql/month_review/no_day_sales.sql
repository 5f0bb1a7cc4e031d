-- Sales of the month by the usual day that have no invoice.
SELECT 'sale' AS noun, s.id, s.no, s.report_on AS day, cu.name AS who, '' AS detail, count(*) OVER () AS total
FROM sale s
CROSS JOIN customer cu ON cu.id = s.customer
WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last AND s.invoice_on IS NULL AND s.void_reason IS NULL
ORDER BY s.report_on, s.no
LIMIT :limit;

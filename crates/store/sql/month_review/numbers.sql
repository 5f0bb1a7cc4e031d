-- Without a number head office looks for: sales without an invoice, parts without a code.
SELECT f.noun, f.id, f.no, f.day, cu.name AS who, f.detail, count(*) OVER () AS total
FROM (
  SELECT 'sale' AS noun, s.id, s.no, s.report_on AS day, s.customer, '' AS detail FROM sale s
  WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last AND s.invoice_no = '' AND s.void_reason IS NULL
  UNION ALL
  SELECT 'repair', r.id, r.no, p.replaced_on, r.customer, p.name FROM repair_part p
  CROSS JOIN repair r ON r.id = p.repair
  WHERE p.replaced_on BETWEEN :first AND :last AND p.code = '' AND p.dropped = 0 AND r.principal = :principal
    AND r.void_reason IS NULL
) f
CROSS JOIN customer cu ON cu.id = f.customer
ORDER BY f.day, f.no
LIMIT :limit;

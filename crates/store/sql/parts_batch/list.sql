SELECT
  b.id, b.no, p.code AS principal, b.boxes, b.weight_g, b.carrier, b.waybill_no, b.freight_payer,
  b.sent_on, b.rev,
  (SELECT count(*) FROM old_part o WHERE o.batch = b.id) AS parts
FROM parts_batch b
JOIN principal p ON p.id = b.principal
WHERE :principal IS NULL OR b.principal = :principal
ORDER BY b.sent_on DESC, b.no DESC
LIMIT :limit OFFSET :offset;

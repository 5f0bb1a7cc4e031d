-- Old parts removed in the month that go back or went back, and those sent in a batch of the month.
SELECT
  o.id, o.box_no, o.tag_no, o.repair_no, o.removed_on, cu.name AS customer, m.code AS model, u.serial, o.code, o.name,
  o.spec, o.qty_milli, r.fault, o.state, o.bin, b.no AS batch_no,
  pr.received_milli, pr.wrong_milli, pr.verdict, pr.disposal, pr.judged_by, pr.judged_on
FROM (
  SELECT id FROM old_part
  WHERE principal = :principal AND removed_on BETWEEN :first AND :last AND state IN ('tagged', 'in_store', 'sent')
  UNION
  SELECT sent.id FROM parts_batch of_month CROSS JOIN old_part sent ON sent.batch = of_month.id
  WHERE of_month.principal = :principal AND of_month.sent_on BETWEEN :first AND :last AND sent.state = 'sent'
) f
CROSS JOIN old_part o ON o.id = f.id
LEFT JOIN parts_batch b ON b.id = o.batch
LEFT JOIN part_result pr ON pr.old_part = o.id
LEFT JOIN repair r ON r.id = o.repair
LEFT JOIN customer cu ON cu.id = r.customer
LEFT JOIN unit u ON u.id = r.unit
LEFT JOIN model m ON m.id = u.model
ORDER BY o.removed_on, o.tag_no;

-- What of a maker is out since a day, added up where it stands (domain EXCHANGE-2) and by price and day, which say what is free.
SELECT
  CASE
    WHEN o.state IN ('tagged', 'in_store') THEN 'old_here'
    WHEN o.state = 'sent' AND (r.old_part IS NULL OR r.open = 1) THEN 'on_the_way'
    WHEN o.state = 'sent' AND (r.received_milli = 0 OR r.verdict IN ('not_covered', 'misuse')) THEN 'no_old_part'
    WHEN o.state IN ('sent', 'destroyed', 'stays_at_dealer') THEN 'new_owed'
    ELSE 'no_old_part'
  END AS standing,
  o.value_fen * 1000 / max(o.qty_milli, 1) AS price_fen, o.removed_on, count(*) AS n,
  sum(
    o.value_fen * (o.qty_milli - coalesce(x.got_milli, 0) - coalesce(x.bought_milli, 0)) / max(o.qty_milli, 1)
  ) AS bound_fen,
  min((
    SELECT d.due_on
    FROM deadline d INDEXED BY deadline_record
    WHERE d.record = o.id AND d.superseded_at IS NULL AND d.state = 'pending' AND o.state IN ('tagged', 'in_store')
  )) AS due_on
FROM old_part o INDEXED BY old_part_month
JOIN repair_part rp ON rp.id = o.repair_part
LEFT JOIN part_exchange x ON x.old_part = o.id
LEFT JOIN part_result r ON r.old_part = o.id
WHERE o.principal = :principal AND o.state <> 'voided' AND (:since IS NULL OR o.removed_on >= :since)
  AND o.qty_milli > coalesce(x.got_milli, 0) + coalesce(x.bought_milli, 0)
GROUP BY 1, 2, 3;

-- New parts of makers that went out against old ones since a day, the newest first; what is free is not waited for.
SELECT
  o.id, o.tag_no, o.principal, o.repair, o.repair_no, o.code, o.name, o.qty_milli, o.value_fen, o.removed_on, o.state,
  rp.new_serial, x.got_milli, x.bought_milli, x.on_day, x.paper_no, x.reason, x.rev
FROM json_each(:makers) j
CROSS JOIN old_part o INDEXED BY old_part_month ON o.principal = j.value
JOIN repair_part rp ON rp.id = o.repair_part
LEFT JOIN part_exchange x ON x.old_part = o.id
WHERE o.state <> 'voided' AND (:since IS NULL OR o.removed_on >= :since)
  AND (:open = 0 OR o.qty_milli > coalesce(x.got_milli, 0) + coalesce(x.bought_milli, 0))
  AND (:open = 0 OR concat_ws('|', o.principal, o.value_fen * 1000 / max(o.qty_milli, 1), o.removed_on) NOT IN (
    SELECT value FROM json_each(:free)
  ))
  AND (:like IS NULL OR o.tag_no LIKE :like OR o.code LIKE :like OR o.name LIKE :like OR o.repair_no LIKE :like)
ORDER BY o.removed_on DESC, o.tag_no DESC
LIMIT :limit OFFSET :offset;

SELECT count(*)
FROM json_each(:makers) j
CROSS JOIN old_part o INDEXED BY old_part_month ON o.principal = j.value
JOIN repair_part rp ON rp.id = o.repair_part
LEFT JOIN part_exchange x ON x.old_part = o.id
WHERE o.state <> 'voided' AND (:since IS NULL OR o.removed_on >= :since)
  AND (:open = 0 OR o.qty_milli > coalesce(x.got_milli, 0) + coalesce(x.bought_milli, 0))
  AND (:open = 0 OR concat_ws('|', o.principal, o.value_fen * 1000 / max(o.qty_milli, 1), o.removed_on) NOT IN (
    SELECT value FROM json_each(:free)
  ))
  AND (:like IS NULL OR o.tag_no LIKE :like OR o.code LIKE :like OR o.name LIKE :like OR o.repair_no LIKE :like);

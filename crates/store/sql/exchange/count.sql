SELECT count(*)
FROM json_each(:makers) j
CROSS JOIN old_part o INDEXED BY old_part_month ON o.principal = j.value
JOIN repair_part rp ON rp.id = o.repair_part
LEFT JOIN part_exchange x ON x.old_part = o.id
WHERE o.state <> 'voided'
  AND (:open = 0 OR x.done IS NULL OR x.done = 0)
  AND (:like IS NULL OR o.tag_no LIKE :like OR o.code LIKE :like OR o.name LIKE :like OR o.repair_no LIKE :like);

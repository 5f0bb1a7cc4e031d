SELECT count(*)
FROM part_result r
CROSS JOIN old_part o ON o.id = r.old_part
WHERE (:principal IS NULL OR o.principal = :principal) AND (:open IS NULL OR r.open = :open);

-- What waits for somebody first, then the newest.
SELECT o.*
FROM part_result r
CROSS JOIN old_part o ON o.id = r.old_part
WHERE (:principal IS NULL OR o.principal = :principal) AND (:open IS NULL OR r.open = :open)
ORDER BY r.open DESC, r.told_on DESC, o.tag_no
LIMIT :limit OFFSET :offset;

SELECT count(*)
FROM old_part o
WHERE (:principal IS NULL OR o.principal = :principal)
  AND (:state IS NULL OR o.state = :state)
  AND (:like IS NULL OR o.tag_no LIKE :like OR o.code LIKE :like OR o.name LIKE :like OR o.repair_no LIKE :like);

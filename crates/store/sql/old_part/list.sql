SELECT
  o.id, o.tag_no, p.code AS principal, o.repair, o.repair_no, o.code, o.name, o.spec, o.qty_milli, o.value_fen,
  o.removed_on, o.state, o.bin, b.no AS batch_no, o.reason, o.rev
FROM old_part o
JOIN principal p ON p.id = o.principal
LEFT JOIN parts_batch b ON b.id = o.batch
WHERE (:principal IS NULL OR o.principal = :principal)
  AND (:state IS NULL OR o.state = :state)
  AND (:like IS NULL OR o.tag_no LIKE :like OR o.code LIKE :like OR o.name LIKE :like OR o.repair_no LIKE :like)
ORDER BY o.removed_on DESC, o.tag_no DESC
LIMIT :limit OFFSET :offset;

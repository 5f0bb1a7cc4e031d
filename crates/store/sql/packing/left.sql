-- Parts of a maker that are still to go back and lie in no box, the oldest first. What is here is few among all, so it is found by its state.
SELECT o.*
FROM old_part o INDEXED BY old_part_state
LEFT JOIN packed k ON k.old_part = o.id AND k.packing IS NOT NULL
WHERE o.principal = :principal AND o.state IN ('tagged', 'in_store') AND k.old_part IS NULL
ORDER BY o.removed_on, o.tag_no
LIMIT :limit;

-- Parts of a maker that are still to go back and lie in no box, the oldest first.
SELECT o.*
FROM old_part o
LEFT JOIN packed k ON k.old_part = o.id AND k.packing IS NOT NULL
WHERE o.principal = :principal AND o.state IN ('tagged', 'in_store') AND k.old_part IS NULL
ORDER BY o.removed_on, o.tag_no
LIMIT :limit;

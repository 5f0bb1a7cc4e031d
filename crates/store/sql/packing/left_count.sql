SELECT count(*)
FROM old_part o INDEXED BY old_part_state
LEFT JOIN packed k ON k.old_part = o.id AND k.packing IS NOT NULL
WHERE o.principal = :principal AND o.state IN ('tagged', 'in_store') AND k.old_part IS NULL;

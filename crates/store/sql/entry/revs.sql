SELECT r.rev, r.at, o.name AS operator, r.step, r.from_state, r.to_state, r.reason, r.body
FROM entry_rev r
LEFT JOIN operator o ON o.id = r.operator
WHERE r.entry = :entry
ORDER BY r.rev;

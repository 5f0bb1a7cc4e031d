SELECT pack, version, section, key, hash, checked, note, ticked_by, ticked_on, ticked_at
FROM rule_tick
ORDER BY rid;

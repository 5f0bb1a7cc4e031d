SELECT i.id, p.code AS principal, i.kind, i.title, i.body, i.received_at, i.read_at
FROM inbox i
JOIN principal p ON p.id = i.principal
WHERE i.kind IN ('policy_pack', 'work_calendar', 'key_handover')
ORDER BY i.received_at, i.id;

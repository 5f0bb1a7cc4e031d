-- Of the newest only: what is older than so many messages is not waited for, and the table is never read whole.
SELECT count(*) AS n, page.title, max(page.received_at) AS at
FROM (SELECT id, title, kind, received_at, read_at FROM inbox WHERE principal = :principal ORDER BY received_at DESC LIMIT 500) page
WHERE page.read_at IS NULL
  AND (:all OR page.kind NOT IN ('policy_pack', 'work_calendar', 'key_handover', 'rejection')
    AND NOT EXISTS (SELECT 1 FROM office_paper p WHERE p.item = page.id));

SELECT id, principal, key, version, name, sha256, size, came_on, sheet, row, made_at, void_reason, rev
FROM report_template
WHERE id = :id;

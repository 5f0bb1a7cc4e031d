SELECT id, principal, key, version, name, sha256, size, came_on, sheet, row, made_at, void_reason, rev
FROM report_template INDEXED BY report_template_version
WHERE principal = :principal AND key = :key
ORDER BY version DESC
LIMIT 1;

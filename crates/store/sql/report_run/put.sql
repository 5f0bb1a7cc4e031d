INSERT INTO report_run (
  id, no, principal, month, key, title, rows, sha256, file, built_at, acknowledged_on,
  returned_reason, whole, rows_sha256
) VALUES (
  :id, :no, :principal, :month, :key, :title, :rows, :sha256, :file, :built_at, :acknowledged_on,
  :returned_reason, :whole, :rows_sha256
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, principal = excluded.principal, month = excluded.month, key = excluded.key,
  title = excluded.title, rows = excluded.rows, sha256 = excluded.sha256, file = excluded.file,
  built_at = excluded.built_at, acknowledged_on = excluded.acknowledged_on, returned_reason =
  excluded.returned_reason, whole = excluded.whole, rows_sha256 = excluded.rows_sha256;

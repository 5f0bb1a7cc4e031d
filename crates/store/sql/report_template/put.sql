INSERT INTO report_template (
  id, principal, key, version, name, sha256, size, file, came_on, sheet, row, made_at, void_reason, rev
) VALUES (
  :id, :principal, :key, :version, :name, :sha256, :size, :file, :came_on, :sheet, :row, :made_at, :void_reason, :rev
);

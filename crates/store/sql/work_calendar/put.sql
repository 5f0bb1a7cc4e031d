INSERT INTO work_calendar (
  year, file, sha256, origin, installed_by, installed_at
) VALUES (
  :year, :file, :sha256, :origin, :installed_by, :installed_at
);

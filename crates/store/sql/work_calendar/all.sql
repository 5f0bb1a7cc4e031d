SELECT year, file, sha256, origin, installed_by, installed_at
FROM work_calendar
ORDER BY rid;

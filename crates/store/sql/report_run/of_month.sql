SELECT * FROM report_run
WHERE principal = :principal AND month = :month
ORDER BY built_at DESC, no DESC;

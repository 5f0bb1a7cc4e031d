SELECT * FROM month_close
WHERE principal = :principal
ORDER BY month;

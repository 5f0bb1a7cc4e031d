SELECT * FROM month_close_row
WHERE close = :close AND key = :key
ORDER BY place;

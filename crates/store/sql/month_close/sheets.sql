SELECT * FROM month_close_sheet
WHERE close = :close
ORDER BY key;

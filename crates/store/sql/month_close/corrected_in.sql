-- Rows of a month's pack that correct earlier months.
SELECT * FROM month_close_row
WHERE close = :close AND standing <> 'of_month'
ORDER BY key, place;

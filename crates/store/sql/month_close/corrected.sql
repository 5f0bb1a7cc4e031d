-- Rows of later packs that correct a month.
SELECT * FROM month_close_row
WHERE origin = :origin AND key = :key AND standing <> 'of_month'
ORDER BY close, place;

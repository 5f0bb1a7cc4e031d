-- What was said of a month's sheet, in the order it was said: its own rows, then the corrections of later packs.
SELECT r.* FROM month_close_row r
CROSS JOIN month_close c ON c.id = r.close
WHERE r.origin = :origin AND r.key = :key
ORDER BY c.month, r.place;

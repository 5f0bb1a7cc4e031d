-- What was said of a record in packs of closed months, line by line in the order it was said.
SELECT r.* FROM month_close_row r
CROSS JOIN month_close c ON c.id = r.close
WHERE r.record = :record
ORDER BY r.key, r.line, c.month, r.place;

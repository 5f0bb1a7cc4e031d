INSERT INTO month_close_row (close, key, place, standing, origin, line, record, cells)
VALUES (:close, :key, :place, :standing, :origin, :line, :record, :cells);

SELECT * FROM repair_part
WHERE repair = :repair AND dropped = 0
ORDER BY line_no;

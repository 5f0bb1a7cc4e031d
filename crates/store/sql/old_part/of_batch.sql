SELECT * FROM old_part WHERE batch = :batch ORDER BY tag_no;

SELECT * FROM old_part WHERE repair = :repair ORDER BY tag_no;

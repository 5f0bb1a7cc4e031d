SELECT * FROM old_part WHERE tag_no = :tag_no;

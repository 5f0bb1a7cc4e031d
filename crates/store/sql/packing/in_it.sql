SELECT * FROM packed WHERE packing = :packing ORDER BY box_no, at, old_part;

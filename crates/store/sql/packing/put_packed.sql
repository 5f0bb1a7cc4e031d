INSERT INTO packed (old_part, packing, box_no, at) VALUES (:old_part, :packing, :box_no, :at)
ON CONFLICT (old_part) DO UPDATE SET packing = excluded.packing, box_no = excluded.box_no, at = excluded.at;

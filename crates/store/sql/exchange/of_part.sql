SELECT * FROM part_exchange WHERE old_part = :old_part;

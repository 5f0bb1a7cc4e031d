SELECT * FROM packed WHERE old_part = :old_part AND packing IS NOT NULL;

SELECT * FROM entry WHERE unique_key = :key AND unique_key IS NOT NULL AND void_reason IS NULL;

SELECT * FROM model WHERE principal = :principal AND code_key = :key;

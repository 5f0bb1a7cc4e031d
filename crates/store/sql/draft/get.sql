SELECT content, saved_at FROM draft WHERE key = :key;

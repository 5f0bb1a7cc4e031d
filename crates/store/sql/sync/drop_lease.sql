DELETE FROM sync_lease WHERE principal = :principal AND holder = :holder;

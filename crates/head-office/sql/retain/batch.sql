DELETE FROM batch WHERE at < :before

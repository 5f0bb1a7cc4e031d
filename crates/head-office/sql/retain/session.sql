DELETE FROM session WHERE begun_at < :before

DELETE FROM session WHERE begun_at <= :begun_before OR seen_at <= :seen_before

SELECT count(*) FROM claim WHERE (:principal IS NULL OR principal = :principal);

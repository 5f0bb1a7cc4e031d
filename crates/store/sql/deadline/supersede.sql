UPDATE deadline SET superseded_by = :by, superseded_at = :at WHERE id = :id;

UPDATE coverage SET superseded_by = :by, superseded_at = :at WHERE id = :id;

UPDATE inbox SET read_at = coalesce(read_at, :at) WHERE id = :id;

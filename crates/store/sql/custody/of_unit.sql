SELECT c.* FROM custody c WHERE c.unit = :unit ORDER BY c.in_at DESC, c.id;

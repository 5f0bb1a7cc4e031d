SELECT id, at, clerk, action, about, detail FROM trail
 WHERE (:before IS NULL OR id < :before) ORDER BY id DESC LIMIT :limit

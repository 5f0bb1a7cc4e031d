INSERT INTO session (token_hash, clerk, csrf, begun_at, seen_at) VALUES (:token_hash, :clerk, :csrf, :now, :now)

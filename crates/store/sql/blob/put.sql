INSERT INTO blob_transfer (principal, sha256, size, state, made_at) VALUES (:principal, :sha256, :size, 'pending', :at)
ON CONFLICT (principal, sha256) DO NOTHING;

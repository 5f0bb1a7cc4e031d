INSERT INTO form_definition (hash, key, version, principal, source, kept_at)
VALUES (:hash, :key, :version, :principal, :source, :kept_at)
ON CONFLICT (hash) DO NOTHING;

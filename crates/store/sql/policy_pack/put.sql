INSERT INTO policy_pack (
  principal, pack, version, effective_from, effective_to, file, sha256, seal, key, origin, installed_by, installed_at
) VALUES (
  :principal, :pack, :version, :effective_from, :effective_to, :file, :sha256, :seal, :key, :origin, :installed_by,
  :installed_at
);

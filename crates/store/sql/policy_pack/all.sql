SELECT principal, pack, version, effective_from, effective_to, file, sha256, seal, key, origin, installed_by, installed_at
FROM policy_pack
ORDER BY rid;

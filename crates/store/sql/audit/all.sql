SELECT id, at, op, subject, detail, prev_hash, hash, operator FROM audit
ORDER BY id;

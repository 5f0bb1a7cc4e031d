SELECT id, at, op, subject, detail, prev_hash, hash FROM audit
ORDER BY id;

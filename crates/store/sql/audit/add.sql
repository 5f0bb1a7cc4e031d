INSERT INTO audit (at, op, subject, detail, prev_hash, hash)
VALUES (:at, :op, :subject, :detail, :prev_hash, :hash);

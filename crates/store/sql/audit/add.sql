INSERT INTO audit (at, op, subject, detail, prev_hash, hash, operator)
VALUES (:at, :op, :subject, :detail, :prev_hash, :hash, :operator);

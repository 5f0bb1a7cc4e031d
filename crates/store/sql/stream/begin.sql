INSERT INTO stream (principal, epoch, current, next_seq, made_at) VALUES (:principal, :epoch, 1, 1, :at);

INSERT INTO entry_rev (entry, rev, at, operator, step, from_state, to_state, reason, body)
VALUES (:entry, :rev, :at, :operator, :step, :from_state, :to_state, :reason, :body);

UPDATE card SET due_reason = :reason, due_on = :due_on WHERE id = :id;

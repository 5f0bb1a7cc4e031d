UPDATE card SET due = :due, due_on = :due_on WHERE id = :id;

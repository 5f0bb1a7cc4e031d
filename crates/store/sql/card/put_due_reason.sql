-- The day stands: no index is touched.
UPDATE card SET due_reason = :reason WHERE id = :id AND due_on IS :due_on;

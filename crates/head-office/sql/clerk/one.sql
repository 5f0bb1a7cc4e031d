SELECT name, role, password, created_at, left_at FROM clerk WHERE name = :name AND left_at IS NULL

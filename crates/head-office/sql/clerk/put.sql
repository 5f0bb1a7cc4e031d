INSERT INTO clerk (name, role, password, created_at) VALUES (:name, :role, :password, :now)
    ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password, left_at = NULL

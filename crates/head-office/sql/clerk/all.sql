SELECT name, role, password, created_at, left_at FROM clerk ORDER BY name

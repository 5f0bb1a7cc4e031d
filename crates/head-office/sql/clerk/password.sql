UPDATE clerk SET password = :password WHERE name = :name AND left_at IS NULL

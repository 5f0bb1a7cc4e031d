UPDATE clerk SET left_at = :now WHERE name = :name AND left_at IS NULL

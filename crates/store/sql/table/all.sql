SELECT name FROM sqlite_schema
WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'customer_name_index_%'
ORDER BY name;

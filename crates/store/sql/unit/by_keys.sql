-- Four looks and no list: for a list SQLite makes a table each time.
SELECT * FROM unit WHERE serial_key = :none
UNION ALL SELECT * FROM unit WHERE serial_key = :one
UNION ALL SELECT * FROM unit WHERE serial_key = :two
UNION ALL SELECT * FROM unit WHERE serial_key = :three;

SELECT * FROM unit WHERE serial_key = :key ORDER BY id;

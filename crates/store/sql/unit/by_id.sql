SELECT * FROM unit WHERE id = :id;

SELECT * FROM unit
WHERE serial_key IN (SELECT value FROM json_each(:keys));

SELECT * FROM unit
WHERE serial_key IN (:none, :one, :two, :three);

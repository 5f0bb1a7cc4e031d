-- Those with this serial as it was told, of machines the desk does not know, the newest first.
SELECT *
FROM call INDEXED BY call_serial
WHERE serial_key = :serial_key AND serial_key <> '' AND state NOT IN ('closed', 'voided') AND unit IS NULL
ORDER BY received_at DESC
LIMIT :limit;

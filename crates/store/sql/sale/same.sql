SELECT s.*
FROM unit u
CROSS JOIN sale s ON s.unit = u.id
WHERE u.serial_key = :serial_key AND u.principal = :principal AND s.sold_on = :sold_on AND s.void_reason IS NULL
LIMIT 1;

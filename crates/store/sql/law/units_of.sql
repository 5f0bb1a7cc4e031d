SELECT j.value AS unit FROM json_each(:units) j
UNION SELECT s.unit FROM json_each(:sales) j CROSS JOIN sale s ON s.id = j.value
UNION SELECT r.unit FROM json_each(:repairs) j CROSS JOIN repair r ON r.id = j.value
UNION SELECT u.unit FROM (
  SELECT r.unit AS unit FROM json_each(:parts) j CROSS JOIN old_part o ON o.id = j.value CROSS JOIN repair r ON r.id = o.repair
) u
UNION SELECT u.id FROM json_each(:models) j CROSS JOIN unit u ON u.model = j.value
ORDER BY unit;

SELECT u.* FROM json_each(:units) j CROSS JOIN unit u ON u.id = j.value;

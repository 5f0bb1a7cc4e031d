SELECT s.* FROM json_each(:sales) j CROSS JOIN sale s ON s.id = j.value;

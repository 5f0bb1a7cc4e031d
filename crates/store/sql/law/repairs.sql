SELECT r.* FROM json_each(:units) j CROSS JOIN repair r ON r.unit = j.value ORDER BY r.received_on, r.id;

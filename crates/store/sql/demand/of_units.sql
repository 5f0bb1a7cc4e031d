SELECT d.* FROM json_each(:units) j CROSS JOIN demand d ON d.unit = j.value ORDER BY d.made_on, d.id;

SELECT s.* FROM json_each(:units) j CROSS JOIN sale s ON s.unit = j.value ORDER BY s.sold_on DESC, s.id DESC;

SELECT o.*
FROM json_each(:units) j
CROSS JOIN repair r ON r.unit = j.value
CROSS JOIN old_part o ON o.repair = r.id
ORDER BY o.tag_no;

SELECT r.*
FROM json_each(:repairs) j
CROSS JOIN old_part o ON o.repair = j.value
CROSS JOIN part_result r ON r.old_part = o.id
ORDER BY o.tag_no;

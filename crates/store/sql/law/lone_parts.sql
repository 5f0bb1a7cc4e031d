SELECT o.* FROM json_each(:parts) j CROSS JOIN old_part o ON o.id = j.value WHERE o.repair IS NULL ORDER BY o.tag_no;

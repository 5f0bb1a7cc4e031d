SELECT r.* FROM json_each(:parts) j CROSS JOIN part_result r ON r.old_part = j.value;

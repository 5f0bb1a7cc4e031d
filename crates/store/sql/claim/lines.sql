SELECT l.* FROM json_each(:claims) j CROSS JOIN claim_line l ON l.claim = j.value ORDER BY j.key, l.line_no;

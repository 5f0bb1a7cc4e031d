SELECT n.* FROM json_each(:claims) j CROSS JOIN settlement_notice n ON n.claim = j.value;

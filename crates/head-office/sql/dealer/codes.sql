SELECT expires_at FROM enrol_code WHERE dealer = :dealer AND device_id IS NULL AND expires_at > :now ORDER BY expires_at

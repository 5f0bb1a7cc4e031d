DELETE FROM enrol_code WHERE expires_at < :before

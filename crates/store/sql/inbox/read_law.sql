UPDATE inbox SET read_at = :at
WHERE principal = :principal AND kind IN ('policy_pack', 'work_calendar', 'key_handover') AND read_at IS NULL;

SELECT
  (SELECT coalesce(max(rid), 0) FROM policy_pack) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM rule_tick) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM work_calendar);

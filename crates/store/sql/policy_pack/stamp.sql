-- The settings are those days follow from beside the packs: where the dealer is, and since when the desk is used.
SELECT
  (SELECT coalesce(max(rid), 0) FROM policy_pack) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM rule_tick) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM work_calendar) || '-' ||
  coalesce((SELECT value FROM setting WHERE key = 'dealer'), '') || '-' ||
  coalesce((SELECT value FROM setting WHERE key = 'start_of_use_on'), '');

-- The settings are those days follow from beside the packs: where the dealer is, since when the desk is used, and when the
-- site is open.
SELECT
  (SELECT coalesce(max(rid), 0) FROM policy_pack) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM rule_tick) || '-' ||
  (SELECT coalesce(max(rid), 0) FROM work_calendar) || '-' ||
  coalesce((SELECT value FROM setting WHERE key = 'dealer'), '') || '-' ||
  coalesce((SELECT value FROM setting WHERE key = 'start_of_use_on'), '') || '-' ||
  coalesce((SELECT value FROM setting WHERE key = 'business_hours'), '');

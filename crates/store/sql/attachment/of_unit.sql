SELECT a.*
FROM (
  SELECT 'repair' AS subject, id FROM repair WHERE unit = :unit
  UNION ALL
  SELECT 'sale', id FROM sale WHERE unit = :unit
  UNION ALL
  SELECT 'call', id FROM call WHERE unit = :unit
  UNION ALL
  SELECT 'old_part', o.id FROM repair r JOIN old_part o ON o.repair = r.id WHERE r.unit = :unit
  UNION ALL
  SELECT 'demand', id FROM demand WHERE unit = :unit
) s
CROSS JOIN attachment a ON a.subject = s.subject AND a.record = s.id
ORDER BY a.added_at DESC
LIMIT :limit;

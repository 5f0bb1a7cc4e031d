-- The last that came of each sheet; back: it was sent back after it came.
SELECT month, sheet, record_id, received_at,
  EXISTS (SELECT 1 FROM feed WHERE feed.dealer = $1 AND feed.kind = 'rejection' AND feed.about = record.record_id) AS back
  FROM record
 WHERE dealer = $1 AND kind = 'report' AND month >= $2 AND sheet IS NOT NULL AND state <> 'deferred'
   AND NOT EXISTS (SELECT 1 FROM record AS later WHERE later.dealer = $1 AND later.kind = 'report'
     AND later.month = record.month AND later.sheet = record.sheet AND later.state <> 'deferred'
     AND later.server_seq > record.server_seq)
 ORDER BY month DESC, sheet

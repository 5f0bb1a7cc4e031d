-- The last that came of each sheet; back: it was sent back after it came.
SELECT month, sheet, record_id, received_at,
  EXISTS (SELECT 1 FROM feed WHERE feed.dealer = :dealer AND feed.kind = 'rejection'
    AND feed.body ->> '$.record_id' = record.record_id) AS back
  FROM record
 WHERE dealer = :dealer AND kind = 'report' AND month >= :from AND sheet IS NOT NULL AND state <> 'deferred'
   AND NOT EXISTS (SELECT 1 FROM record AS later WHERE later.dealer = :dealer AND later.kind = 'report'
     AND later.month = record.month AND later.sheet = record.sheet AND later.state <> 'deferred'
     AND later.server_seq > record.server_seq)
 ORDER BY month DESC, sheet

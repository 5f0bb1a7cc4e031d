-- Cancelled, and the cancellation was not cancelled in its turn.
SELECT 1 FROM record WHERE dealer = $1 AND kind = 'reversal' AND reverses = $2 AND state <> 'deferred'
  AND NOT EXISTS (SELECT 1 FROM record AS back WHERE back.dealer = record.dealer AND back.kind = 'reversal'
    AND back.reverses = record.record_id AND back.state <> 'deferred') LIMIT 1

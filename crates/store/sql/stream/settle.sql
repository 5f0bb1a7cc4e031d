-- A record sent again, to a head office put back or under another key, keeps its first receipt: that one proves the day.
UPDATE outbox SET
  state = :state,
  batch_id = NULL,
  attempts = CASE :state WHEN 'acked' THEN 0 ELSE attempts END,
  last_code = CASE :state WHEN 'acked' THEN NULL ELSE :code END,
  last_field = CASE :state WHEN 'acked' THEN NULL ELSE :field END,
  last_message = CASE :state WHEN 'acked' THEN NULL ELSE :message END,
  receipt = CASE WHEN received_at <= :received_at THEN receipt ELSE coalesce(:receipt, receipt) END,
  received_at = coalesce(min(received_at, :received_at), :received_at, received_at),
  acked_at = CASE :state WHEN 'acked' THEN :now ELSE acked_at END
WHERE principal = :principal AND epoch = :epoch AND seq = :seq
  AND state = 'inflight' AND batch_id = :batch_id
RETURNING record_id, rev, kind, received_at;

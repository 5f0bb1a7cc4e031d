UPDATE outbox SET
  state = :state,
  batch_id = NULL,
  attempts = CASE :state WHEN 'acked' THEN 0 ELSE attempts END,
  last_code = :code, last_field = :field, last_message = :message,
  receipt = coalesce(:receipt, receipt),
  received_at = coalesce(:received_at, received_at),
  acked_at = CASE :state WHEN 'acked' THEN :now ELSE acked_at END
WHERE principal = :principal AND epoch = :epoch AND seq = :seq
  AND state = 'inflight' AND batch_id = :batch_id;

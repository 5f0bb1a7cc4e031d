-- What head office has a receipt for, by its own hour.
SELECT epoch, seq, record_id, rev, hash, kind, no, title
FROM outbox
WHERE principal = :principal AND state = 'acked' AND received_at >= :from AND received_at < :to
ORDER BY received_at, rid;

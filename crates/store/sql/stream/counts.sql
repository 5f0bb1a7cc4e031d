SELECT
  s.epoch, s.current, s.next_seq - 1 AS max_seq,
  count(o.seq) FILTER (WHERE o.state = 'pending') AS pending,
  count(o.seq) FILTER (WHERE o.state = 'inflight') AS inflight,
  count(o.seq) FILTER (WHERE o.state IN ('acked', 'rejected', 'deferred')) AS settled,
  count(o.seq) FILTER (WHERE o.state = 'deferred') AS deferred,
  min(o.seq) FILTER (WHERE o.state IN ('pending', 'inflight')) AS first_open
FROM stream s
LEFT JOIN outbox o ON o.principal = s.principal AND o.epoch = s.epoch
WHERE s.principal = :principal
GROUP BY s.epoch
ORDER BY s.current DESC, s.made_at DESC;

-- What is settled is what there is but the open lines: the whole stream is counted in its index, and only open lines are
-- read. (Positions that moved to another epoch are given out here and not there any more: max_seq is no count.)
SELECT
  s.epoch, s.current, s.next_seq - 1 AS max_seq,
  coalesce(o.pending, 0) AS pending,
  coalesce(o.inflight, 0) AS inflight,
  (SELECT count(*) FROM outbox a WHERE a.principal = s.principal AND a.epoch = s.epoch)
    - coalesce(o.pending + o.inflight, 0) AS settled,
  coalesce(o.deferred, 0) AS deferred
FROM stream s
LEFT JOIN (
  SELECT
    epoch,
    count(*) FILTER (WHERE state = 'pending') AS pending,
    count(*) FILTER (WHERE state = 'inflight') AS inflight,
    count(*) FILTER (WHERE state = 'deferred') AS deferred
  FROM outbox INDEXED BY outbox_waiting
  WHERE principal = :principal AND state <> 'acked'
  GROUP BY epoch
) o ON o.epoch = s.epoch
WHERE s.principal = :principal
ORDER BY s.current DESC, s.made_at DESC;

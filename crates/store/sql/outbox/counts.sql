-- A refused line that has a later rev is corrected, one of a cancelled record is settled by that, and one of a report by the
-- sheet of the month sent again: none of them counts.
SELECT
  count(*) FILTER (WHERE o.state IN ('pending', 'inflight')) AS pending,
  count(*) FILTER (
    WHERE o.state = 'rejected'
      AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
      AND NOT EXISTS (SELECT 1 FROM card c WHERE c.id = o.record_id AND c.state = 'voided')
      AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.id = o.record_id AND r.state = 'voided')
      AND NOT EXISTS (
        SELECT 1 FROM report_run r
        JOIN report_run again ON again.principal = r.principal AND again.month = r.month AND again.key = r.key
          AND (again.built_at, again.no) > (r.built_at, r.no)
        JOIN outbox sent ON sent.record_id = again.id
        WHERE r.id = o.record_id)
  ) AS rejected,
  count(*) FILTER (WHERE o.state = 'deferred') AS deferred,
  min(o.created_at) FILTER (WHERE o.state IN ('pending', 'inflight')) AS oldest_at
FROM outbox o
WHERE o.principal = :principal AND o.state <> 'acked';

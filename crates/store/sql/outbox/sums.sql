-- So many lines of each kind in each state; a refused one that somebody dealt with stays 'rejected'.
SELECT
  o.kind,
  CASE
    WHEN o.state IN ('pending', 'inflight') THEN 'waiting'
    WHEN o.rid IN (SELECT r.rid FROM outbox_returned r) THEN 'returned'
    ELSE o.state
  END AS state,
  count(*) AS n
FROM outbox o
JOIN principal p ON p.id = o.principal
WHERE (:principal IS NULL OR p.code = :principal)
  AND (:kind IS NULL OR o.kind = :kind)
  AND (:from IS NULL OR o.created_at >= :from)
  AND (:until IS NULL OR o.created_at < :until)
  AND (:term IS NULL OR instr(upper(o.no), :term) > 0 OR instr(upper(o.title), :term) > 0
    OR o.record_id IN (SELECT value FROM json_each(:records))
    OR (:receipt IS NOT NULL AND json_extract(o.receipt, '$.server_seq') = :receipt))
GROUP BY 1, 2;

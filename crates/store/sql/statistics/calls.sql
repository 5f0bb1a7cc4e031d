-- Calls of a maker, or of none, that came in between two instants, the first first.
SELECT c.*
FROM call c INDEXED BY call_received
WHERE c.received_at >= :from AND c.received_at < :until AND c.principal IS :principal AND c.state <> 'voided'
ORDER BY c.received_at, c.no;

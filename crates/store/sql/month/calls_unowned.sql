-- Calls that came in between two instants and name no maker.
SELECT count(*)
FROM call c INDEXED BY call_received
WHERE c.received_at >= :from AND c.received_at < :until AND c.principal IS NULL AND c.state <> 'voided';

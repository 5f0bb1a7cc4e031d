SELECT rev, verdict AS status, code, field, message, NULL AS at FROM position
 WHERE dealer = :dealer AND record_id = :record_id AND verdict <> 'held'
UNION ALL
SELECT body ->> '$.rev', 'sent_back', body ->> '$.code', body ->> '$.field', body ->> '$.message', created_at FROM feed
 WHERE dealer = :dealer AND kind = 'rejection' AND body ->> '$.record_id' = :record_id
ORDER BY 1 DESC, 6

SELECT sha256, size FROM blob_transfer
WHERE principal = :principal AND (state = 'pending' OR (state = 'failed' AND tried_at < :retry_before))
ORDER BY made_at
LIMIT :limit;

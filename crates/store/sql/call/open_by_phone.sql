-- Those on which something may still happen, the newest first.
SELECT *
FROM call
WHERE phone_key = :phone_key AND state NOT IN ('closed', 'voided')
ORDER BY received_at DESC
LIMIT :limit;

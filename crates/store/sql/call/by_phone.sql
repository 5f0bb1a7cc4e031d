SELECT * FROM call WHERE phone_key = :phone_key ORDER BY received_at DESC LIMIT :limit;

INSERT INTO sync_account (principal, account) VALUES (:principal, :account)
ON CONFLICT (principal) DO UPDATE SET account = excluded.account;

INSERT INTO sync_lease (principal, holder, until) VALUES (:principal, :holder, :until)
ON CONFLICT (principal) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE holder = :holder OR until <= :now OR until > :absurd;

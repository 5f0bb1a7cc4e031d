SELECT count(*) FROM operator WHERE role = 'owner' AND ended_at IS NULL;

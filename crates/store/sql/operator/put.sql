INSERT INTO operator (
  id, name, name_key, role, pin, pin_rev, made_at, ended_at, tries, tried_at, told, rev
) VALUES (
  :id, :name, :name_key, :role, :pin, :pin_rev, :made_at, :ended_at, :tries, :tried_at, :told, :rev
)
ON CONFLICT (id) DO UPDATE SET
  name = excluded.name, name_key = excluded.name_key, role = excluded.role, pin = excluded.pin,
  pin_rev = excluded.pin_rev, ended_at = excluded.ended_at, tries = excluded.tries, tried_at = excluded.tried_at,
  told = excluded.told, rev = excluded.rev;

INSERT INTO principal (
  id, code, name, policy, dealer_account
) VALUES (
  :id, :code, :name, :policy, :dealer_account
)
ON CONFLICT (id) DO UPDATE SET
  code = excluded.code, name = excluded.name, policy = excluded.policy, dealer_account =
  excluded.dealer_account;

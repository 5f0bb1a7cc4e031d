INSERT INTO receipt_tree (principal, account, root, signature, leaves)
VALUES (:principal, :account, :root, :signature, :leaves)
ON CONFLICT DO NOTHING;

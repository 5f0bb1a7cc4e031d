INSERT INTO inbox (id, principal, kind, title, body, received_at) VALUES (:id, :principal, :kind, :title, :body, :at)
ON CONFLICT (id) DO NOTHING;

INSERT INTO outbox_body (rid, body) VALUES (:rid, :body);

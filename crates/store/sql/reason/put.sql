INSERT INTO reason (id, text) VALUES (:id, :text);

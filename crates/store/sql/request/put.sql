INSERT INTO request (id, hash, record, no) VALUES (:id, :hash, :record, :no);

SELECT * FROM repair WHERE request_id = :request;

SELECT * FROM sale WHERE request_id = :request;

SELECT * FROM parts_batch WHERE request_id = :request;

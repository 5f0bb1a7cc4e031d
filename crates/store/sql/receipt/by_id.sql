SELECT * FROM paid_receipt WHERE id = :id;

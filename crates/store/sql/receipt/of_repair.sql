SELECT * FROM paid_receipt WHERE repair = :repair AND void_reason IS NULL;

-- The same bytes at the same place: head office judges a refused revision anew.
UPDATE outbox SET state = 'pending', batch_id = NULL, attempts = 0
WHERE rid = :line AND state = 'rejected' AND EXISTS (SELECT 1 FROM outbox_returned r WHERE r.rid = outbox.rid);

-- The same bytes at the same place: head office judges a refused revision anew. Of a reversal there is no later revision: one that was
-- turned down after it was taken goes again too.
UPDATE outbox SET state = 'pending', batch_id = NULL, attempts = 0
WHERE rid = :line AND (state = 'rejected' OR (state = 'acked' AND kind = 'reversal'))
  AND EXISTS (SELECT 1 FROM outbox_returned r WHERE r.rid = outbox.rid);

-- Entries that answer one of our papers, each as it came last.
SELECT record.server_seq, record.dealer, dealer.name AS dealer_name, record.record_id, record.rev, record.kind,
       record.state, record.received_at, record.no, record.serial, record.due_on, record.hash, record.body,
       record.signature, record.device_id
  FROM record JOIN dealer ON dealer.code = record.dealer
 WHERE record.kind = 'form_entry' AND record.paper = :paper
   AND NOT EXISTS (SELECT 1 FROM record AS later WHERE later.dealer = record.dealer
     AND later.record_id = record.record_id AND later.rev > record.rev)
 ORDER BY record.dealer, record.record_id

SELECT record.server_seq, record.dealer, dealer.name AS dealer_name, record.record_id, record.rev, record.kind,
       record.state, record.received_at, record.no, record.serial, record.due_on, record.hash, record.body,
       record.signature, record.device_id
  FROM record JOIN dealer ON dealer.code = record.dealer
 WHERE record.dealer = :dealer AND record.record_id = :record_id ORDER BY record.rev DESC

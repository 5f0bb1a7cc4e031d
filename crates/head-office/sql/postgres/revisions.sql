SELECT record.server_seq, record.dealer, dealer.name AS dealer_name, record.record_id, record.rev, record.kind,
       record.state, record.received_at, record.no, record.serial, record.due_on, record.hash, record.body,
       record.signature, record.device_id
  FROM record JOIN dealer ON dealer.code = record.dealer
 WHERE record.dealer = $1 AND record.record_id = $2 ORDER BY record.rev DESC

SELECT record.server_seq, record.dealer, dealer.name AS dealer_name, record.record_id, record.rev, record.kind,
       record.state, record.received_at, record.no, record.serial, record.due_on, record.hash, record.body,
       coalesce(receipt_tree.signature, record.signature) AS signature, record.device_id
  FROM record JOIN dealer ON dealer.code = record.dealer
  LEFT JOIN receipt_tree ON receipt_tree.root = substr(record.signature, 1, 64)
 WHERE record.dealer = $1 AND record.record_id = $2 ORDER BY record.rev DESC

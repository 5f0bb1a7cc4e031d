-- Lines of filters that are not given are left out before it is prepared.
SELECT record.server_seq, record.dealer, dealer.name AS dealer_name, record.record_id, record.rev, record.kind,
       record.state, record.received_at, record.no, record.serial, record.due_on
  FROM record JOIN dealer ON dealer.code = record.dealer
 WHERE 1
   AND record.kind = :kind
   AND record.dealer = :dealer
   AND record.state = :state
   AND record.late = :late AND NOT EXISTS (SELECT 1 FROM record AS first WHERE first.dealer = record.dealer AND first.record_id = record.record_id AND first.rev < record.rev)
   AND record.server_seq IN (SELECT server_seq FROM record WHERE no = :text UNION ALL SELECT server_seq FROM record WHERE serial = :text UNION ALL SELECT server_seq FROM record WHERE record_id = :text)
   AND record.received_at >= :from_ms
   AND record.received_at < :to_ms
   AND record.server_seq < :before
 ORDER BY record.server_seq DESC LIMIT :limit

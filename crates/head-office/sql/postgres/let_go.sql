UPDATE record SET state = CASE WHEN EXISTS (SELECT 1 FROM record later
    WHERE later.dealer = record.dealer AND later.record_id = record.record_id
      AND later.rev > record.rev AND later.state = 'accepted')
  THEN 'superseded' ELSE 'accepted' END
 WHERE server_seq = $1 AND state = 'deferred' RETURNING dealer, record_id, rev, hash

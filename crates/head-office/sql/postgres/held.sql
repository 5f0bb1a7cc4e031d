SELECT a.n, r.server_seq, r.rev, r.hash, r.state, r.received_at, r.signature
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (dealer, record_id, n)
  JOIN record r ON r.dealer = a.dealer AND r.record_id = a.record_id

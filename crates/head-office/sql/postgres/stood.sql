SELECT a.n, p.record_id, p.rev, p.hash
  FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY AS a (dealer, epoch, seq, n)
  JOIN position p ON p.dealer = a.dealer AND p.epoch = a.epoch AND p.seq = a.seq

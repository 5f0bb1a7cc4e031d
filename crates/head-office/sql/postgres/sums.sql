SELECT a.n, s.contiguous_upto, s.max_seq, s.count, s.digest, s.dirty
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (dealer, epoch, n)
  JOIN stream s ON s.dealer = a.dealer AND s.epoch = a.epoch

SELECT a.n, p.rev FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS a (dealer, record_id, n)
  JOIN position p ON p.dealer = a.dealer AND p.record_id = a.record_id AND p.verdict = 'rejected'

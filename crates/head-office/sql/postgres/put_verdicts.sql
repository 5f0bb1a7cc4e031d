UPDATE position p SET verdict = a.verdict, code = a.code, field = a.field, message = a.message
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[])
       AS a (dealer, epoch, seq, verdict, code, field, message)
 WHERE p.dealer = a.dealer AND p.epoch = a.epoch AND p.seq = a.seq
   AND (p.verdict, p.code, p.field, p.message) IS DISTINCT FROM (a.verdict, a.code, a.field, a.message)

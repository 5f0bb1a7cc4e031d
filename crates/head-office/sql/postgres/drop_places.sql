DELETE FROM position p USING unnest($1::text[], $2::text[], $3::bigint[]) AS a (dealer, epoch, seq)
 WHERE p.dealer = a.dealer AND p.epoch = a.epoch AND p.seq = a.seq

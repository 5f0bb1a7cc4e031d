DELETE FROM need USING unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::boolean[]) AS a (dealer, record_id, rev, hash, held)
 WHERE need.dealer = a.dealer AND need.record_id = a.record_id AND (need.rev IS NULL OR need.rev = a.rev)
   AND (need.hash IS NULL OR need.hash = a.hash) AND (a.held OR need.hash IS NULL)
RETURNING need.server_seq

INSERT INTO stream (dealer, epoch, contiguous_upto, max_seq, count, digest, dirty)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::boolean[])
ON CONFLICT (dealer, epoch) DO UPDATE SET contiguous_upto = excluded.contiguous_upto, max_seq = excluded.max_seq,
  count = excluded.count, digest = excluded.digest, dirty = excluded.dirty

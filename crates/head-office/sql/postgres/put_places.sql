INSERT INTO position (dealer, epoch, seq, record_id, rev, hash, verdict)
SELECT a.*, 'held' FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::text[]) AS a
ON CONFLICT DO NOTHING RETURNING dealer, epoch, seq

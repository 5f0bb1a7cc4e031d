INSERT INTO batch (batch_id, device_id, at, records, held, deferred, rejected, times)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
ON CONFLICT (batch_id, device_id) DO UPDATE SET times = batch.times + excluded.times

INSERT INTO record (dealer, record_id, rev, base_rev, kind, schema, hash, body, extra, state, device_id, received_at, signature,
                    no, serial, due_on, month, sheet, reverses, late, paper)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::text[],
                     $10::text[], $11::text[], $12::bigint[], $13::text[],
                     $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::boolean[], $21::text[])
ON CONFLICT (dealer, record_id, rev) DO NOTHING RETURNING server_seq, dealer, record_id, rev

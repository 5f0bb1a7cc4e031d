SELECT server_seq, dealer, record_id, rev, base_rev, kind, schema, hash, body, extra, state, device_id, received_at, signature
  FROM record WHERE ($1::text IS NULL OR kind = $1) AND server_seq > $2 ORDER BY server_seq LIMIT $3

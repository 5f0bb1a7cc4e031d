WITH next AS (
  INSERT INTO feed_counter (dealer, number) VALUES ($1, 1)
  ON CONFLICT (dealer) DO UPDATE SET number = feed_counter.number + 1 RETURNING number)
INSERT INTO feed (dealer, number, item_id, kind, schema, created_at, hash, body, title, about, about_rev)
SELECT $1, next.number, $2, $3, 1, $4, $5, $6, $7, $8, $9 FROM next

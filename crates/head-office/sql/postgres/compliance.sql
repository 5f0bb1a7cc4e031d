-- One line a dealer, as on SQLite (sql/dealer/compliance.sql): $1 text, $2 only, $3 month, $4 silent since, $5 limit, $6 offset.
SELECT * FROM (
  SELECT dealer.code, dealer.name,
    (SELECT max(seen_at) FROM device WHERE device.dealer = dealer.code) AS seen_at,
    (SELECT count(*) FROM device WHERE device.dealer = dealer.code AND revoked_at IS NULL) AS devices,
    (SELECT count(*) FROM record WHERE record.dealer = dealer.code AND state = 'accepted') AS records,
    (SELECT count(*) FROM record AS late
      WHERE late.dealer = dealer.code AND late.late
        AND NOT EXISTS (SELECT 1 FROM record AS first WHERE first.dealer = late.dealer
          AND first.record_id = late.record_id AND first.rev < late.rev)) AS late,
    (SELECT count(DISTINCT sheet) FROM record
      WHERE record.dealer = dealer.code AND kind = 'report' AND month = $3 AND state <> 'deferred') AS sheets,
    (SELECT count(*) FROM (
       SELECT record_id AS refused FROM position WHERE position.dealer = dealer.code AND verdict = 'rejected'
          AND NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = position.dealer
            AND record.record_id = position.record_id AND record.rev >= position.rev)
       UNION
       SELECT feed.about FROM feed
         WHERE feed.dealer = dealer.code AND feed.kind = 'rejection'
          AND NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = feed.dealer
            AND record.record_id = feed.about AND record.rev > feed.about_rev)
          AND NOT EXISTS (SELECT 1 FROM record AS back JOIN record AS again
             ON again.dealer = back.dealer AND again.kind = 'report' AND again.month = back.month AND again.sheet = back.sheet
            WHERE back.dealer = feed.dealer AND back.record_id = feed.about AND back.kind = 'report'
              AND again.server_seq > back.server_seq AND again.state <> 'deferred')) AS said
      WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = dealer.code AND record.kind = 'reversal'
        AND record.reverses = said.refused AND record.state <> 'deferred'
        AND NOT EXISTS (SELECT 1 FROM record AS back WHERE back.dealer = dealer.code AND back.kind = 'reversal'
          AND back.reverses = record.record_id AND back.state <> 'deferred'))) AS open
  FROM dealer
 WHERE ($1 = '' OR strpos(lower(dealer.code), lower($1)) > 0 OR strpos(dealer.name, $1) > 0)) lines
 WHERE CASE $2 WHEN 'late' THEN late > 0 WHEN 'missing' THEN sheets = 0 WHEN 'open' THEN open > 0
       WHEN 'silent' THEN coalesce(seen_at, 0) < $4 ELSE true END
 ORDER BY CASE $7 WHEN 'late' THEN -late WHEN 'open' THEN -open WHEN 'missing' THEN sheets
       WHEN 'silent' THEN coalesce(seen_at, 0) ELSE 0 END, code LIMIT $5 OFFSET $6

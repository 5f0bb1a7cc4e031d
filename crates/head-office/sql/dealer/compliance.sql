-- One line a dealer. Late: the first revision that came stands after the card's own due day, by head office's calendar.
-- Open: refused on arrival or sent back later, nothing newer was taken since (of a report: the sheet of the month again),
-- and it was not cancelled, or the cancellation was in its turn.
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
      WHERE record.dealer = dealer.code AND kind = 'report' AND month = :month AND state <> 'deferred') AS sheets,
    (SELECT count(*) FROM (
       SELECT record_id AS refused FROM position INDEXED BY position_rejected WHERE position.dealer = dealer.code AND verdict = 'rejected'
          AND NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = position.dealer
            AND record.record_id = position.record_id AND record.rev >= position.rev)
       UNION
       SELECT feed.body ->> '$.record_id' FROM feed INDEXED BY feed_rejection
         WHERE feed.dealer = dealer.code AND feed.kind = 'rejection'
          AND NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = feed.dealer
            AND record.record_id = feed.body ->> '$.record_id' AND record.rev > feed.body ->> '$.rev')
          AND NOT EXISTS (SELECT 1 FROM record AS back JOIN record AS again INDEXED BY record_month
             ON again.dealer = back.dealer AND again.kind = 'report' AND again.month = back.month AND again.sheet = back.sheet
            WHERE back.dealer = feed.dealer AND back.record_id = feed.body ->> '$.record_id' AND back.kind = 'report'
              AND again.server_seq > back.server_seq AND again.state <> 'deferred'))
      WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.dealer = dealer.code AND record.kind = 'reversal'
        AND record.reverses = refused AND record.state <> 'deferred'
        AND NOT EXISTS (SELECT 1 FROM record AS back WHERE back.dealer = dealer.code AND back.kind = 'reversal'
          AND back.reverses = record.record_id AND back.state <> 'deferred'))) AS open
  FROM dealer
 WHERE (:text = '' OR instr(lower(dealer.code), lower(:text)) OR instr(dealer.name, :text)))
 WHERE CASE :only WHEN 'late' THEN late > 0 WHEN 'missing' THEN sheets = 0 WHEN 'open' THEN open > 0
       WHEN 'silent' THEN coalesce(seen_at, 0) < :silent_since ELSE 1 END
 ORDER BY CASE :sort WHEN 'late' THEN -late WHEN 'open' THEN -open WHEN 'missing' THEN sheets
       WHEN 'silent' THEN coalesce(seen_at, 0) ELSE 0 END, code LIMIT :limit OFFSET :offset

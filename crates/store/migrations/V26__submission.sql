-- What went to head office of a month's reports, by which road.
CREATE TABLE submission (
  id              TEXT PRIMARY KEY,
  principal       TEXT NOT NULL REFERENCES principal (id),
  month           TEXT NOT NULL,
  road            TEXT NOT NULL,
  asked           TEXT NOT NULL,
  runs            TEXT NOT NULL,
  by_itself       INTEGER NOT NULL,
  handed_on       TEXT,
  tracking_no     TEXT NOT NULL,
  receiver        TEXT NOT NULL,
  received_on     TEXT,
  receipt_no      TEXT NOT NULL,
  returned_on     TEXT,
  returned_reason TEXT,
  note            TEXT NOT NULL,
  entered_at      INTEGER NOT NULL,
  clock_suspect   INTEGER NOT NULL,
  void_reason     TEXT,
  rev             INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_place ON submission (month, entered_at);
CREATE INDEX submission_maker ON submission (principal, month);
CREATE INDEX submission_receipt ON submission (receipt_no) WHERE receipt_no <> '';
CREATE INDEX submission_returned ON submission (month) WHERE returned_reason IS NOT NULL AND void_reason IS NULL;

-- Every month that was queued before has its submission by network. It asked for what went with it: five sheets then. The
-- id is that of its first building, which no other submission has.
INSERT INTO submission
SELECT
  min(sent.id), sent.principal, sent.month, 'api', json_group_array(sent.key),
  json_group_array(json_object('run', sent.id, 'key', sent.key)), 1, NULL, '', '', NULL, '', NULL, NULL, '',
  sent.built_at, 0, NULL, 1
FROM (
  SELECT r.id, r.principal, r.month, r.key, r.built_at
  FROM report_run r
  WHERE EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = r.id)
  ORDER BY r.principal, r.month, r.built_at, r.key
) sent
GROUP BY sent.principal, sent.month, sent.built_at;

-- Whether a building tells everything of every customer: such a copy is the dealer's own and goes nowhere (MONTH-4).
ALTER TABLE report_run ADD COLUMN whole INTEGER NOT NULL DEFAULT 0;

PRAGMA user_version = 2;

CREATE TABLE coverage (
  id            INTEGER PRIMARY KEY,
  unit          TEXT NOT NULL REFERENCES unit (id),
  sale          TEXT,
  component     TEXT NOT NULL,
  start_on      TEXT,
  effective_end TEXT,
  running       INTEGER NOT NULL,
  rule          TEXT NOT NULL,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        TEXT,
  trouble       TEXT,
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL,
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
CREATE INDEX coverage_unit ON coverage (unit, superseded_at);
CREATE INDEX coverage_end ON coverage (effective_end) WHERE superseded_at IS NULL;

CREATE TABLE deadline (
  id            INTEGER PRIMARY KEY,
  subject       TEXT NOT NULL,
  record        TEXT NOT NULL,
  no            TEXT NOT NULL,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT REFERENCES unit (id),
  rule          TEXT NOT NULL,
  start_on      TEXT,
  due_on        TEXT,
  due_at        INTEGER,
  warn_on       TEXT,
  state         TEXT NOT NULL,
  at_risk_fen   INTEGER,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        TEXT,
  trouble       TEXT,
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL,
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
CREATE INDEX deadline_record ON deadline (record) WHERE superseded_at IS NULL;
CREATE INDEX deadline_unit ON deadline (unit, superseded_at);
-- With every column that is asked for, so that counting reads nothing else.
CREATE INDEX deadline_open ON deadline (subject, warn_on, principal, due_on, at_risk_fen, state, superseded_at)
  WHERE superseded_at IS NULL AND state = 'pending';
CREATE INDEX deadline_dear ON deadline (at_risk_fen DESC, due_on, subject, principal, warn_on)
  WHERE superseded_at IS NULL AND state = 'pending';
CREATE INDEX card_refused ON card (due_on) WHERE state = 'returned';
CREATE INDEX card_acknowledged ON card (acknowledged_on, state) WHERE acknowledged_on IS NOT NULL;

INSERT INTO deadline (
  subject, record, no, principal, unit, rule, start_on, due_on, due_at, warn_on, state, at_risk_fen, pack, pack_version, reason,
  computed_at, why
)
SELECT
  'card', c.id, c.no, s.principal, s.unit, json_extract(c.due, '$.rule_key'), s.sold_on, c.due_on,
  json_extract(c.due, '$.due_at'),
  date(c.due_on, '-' || coalesce((SELECT max(days.value) FROM json_each(c.due, '$.alert_days') days), 0) || ' days'),
  CASE WHEN c.acknowledged_on IS NULL THEN 'pending' WHEN c.acknowledged_on <= c.due_on THEN 'met' ELSE 'late' END,
  json_extract(c.due, '$.at_risk_fen'),
  substr(json_extract(c.due, '$.rule_version'), 1, instr(json_extract(c.due, '$.rule_version'), ' ') - 1),
  substr(json_extract(c.due, '$.rule_version'), instr(json_extract(c.due, '$.rule_version'), ' ') + 1),
  CASE WHEN c.acknowledged_on IS NULL THEN json_object('due', json(c.due))
    ELSE json_object(
      'due', json(c.due),
      'sent', json_object('at', c.acknowledged_on, 'what', '回执卡 ' || c.no),
      'received', json_object('at', c.acknowledged_on, 'what', '回执卡 ' || c.no)
    )
  END,
  CAST(strftime('%s', s.entered_on) AS INTEGER) * 1000, '登记时算出'
FROM card c
CROSS JOIN sale s ON s.id = c.sale
WHERE c.due IS NOT NULL AND c.state IN ('issued', 'queued', 'returned', 'acknowledged');

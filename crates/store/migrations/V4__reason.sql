PRAGMA user_version = 3;

CREATE TABLE reason (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;
-- A text that cannot be read is none: its row is computed anew.
UPDATE coverage SET reason = NULL WHERE NOT json_valid(reason);
UPDATE deadline SET reason = NULL WHERE NOT json_valid(reason);
UPDATE deadline SET reason = NULL WHERE json_type(reason, '$.due') IS NOT 'object';
INSERT INTO reason (text)
SELECT json_remove(reason, '$.sale') FROM coverage WHERE reason IS NOT NULL
UNION
SELECT json_extract(reason, '$.due') FROM deadline WHERE reason IS NOT NULL
UNION
SELECT due FROM card WHERE json_valid(due);
CREATE INDEX reason_text ON reason (text);

ALTER TABLE coverage RENAME TO coverage_before;
CREATE TABLE coverage (
  id            INTEGER PRIMARY KEY,
  unit          TEXT NOT NULL,
  sale          TEXT,
  component     TEXT NOT NULL,
  start_on      TEXT,
  effective_end TEXT,
  running       INTEGER NOT NULL,
  rule          TEXT NOT NULL,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        INTEGER REFERENCES reason (id),
  trouble       TEXT,
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL,
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
INSERT INTO coverage (
  id, unit, sale, component, start_on, effective_end, running, rule, pack, pack_version, reason, trouble, computed_at,
  why, superseded_by, superseded_at
)
SELECT
  o.id, o.unit, o.sale, o.component, o.start_on, o.effective_end, o.running, o.rule, o.pack, o.pack_version, r.id,
  o.trouble, o.computed_at, o.why, o.superseded_by, o.superseded_at
FROM coverage_before o
LEFT JOIN reason r ON r.text = json_remove(o.reason, '$.sale')
ORDER BY o.id;
DROP TABLE coverage_before;
CREATE INDEX coverage_unit ON coverage (unit) WHERE superseded_at IS NULL;
CREATE INDEX coverage_end ON coverage (effective_end) WHERE superseded_at IS NULL;

ALTER TABLE deadline RENAME TO deadline_before;
CREATE TABLE deadline (
  id            INTEGER PRIMARY KEY,
  subject       TEXT NOT NULL,
  record        TEXT NOT NULL,
  no            TEXT NOT NULL,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT,
  rule          TEXT NOT NULL,
  start_on      TEXT,
  due_on        TEXT,
  due_at        INTEGER,
  warn_on       TEXT,
  state         TEXT NOT NULL,
  at_risk_fen   INTEGER,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        INTEGER REFERENCES reason (id),
  evidence      TEXT,
  trouble       TEXT,
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL,
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
INSERT INTO deadline (
  id, subject, record, no, principal, unit, rule, start_on, due_on, due_at, warn_on, state, at_risk_fen, pack,
  pack_version, reason, evidence, trouble, computed_at, why, superseded_by, superseded_at
)
SELECT
  o.id, o.subject, o.record, o.no, o.principal, o.unit, o.rule, o.start_on, o.due_on, o.due_at, o.warn_on, o.state,
  o.at_risk_fen, o.pack, o.pack_version, r.id,
  CASE
    WHEN coalesce(
      json_extract(o.reason, '$.sent'), json_extract(o.reason, '$.received'), json_extract(o.reason, '$.closed'),
      json_extract(o.reason, '$.pauses[0]')
    ) IS NOT NULL THEN json_remove(o.reason, '$.due')
  END,
  o.trouble, o.computed_at, o.why, o.superseded_by, o.superseded_at
FROM deadline_before o
LEFT JOIN reason r ON r.text = json_extract(o.reason, '$.due')
ORDER BY o.id;
DROP TABLE deadline_before;
CREATE INDEX deadline_record ON deadline (record) WHERE superseded_at IS NULL;
CREATE INDEX deadline_unit ON deadline (unit) WHERE superseded_at IS NULL;
CREATE INDEX deadline_open ON deadline (subject, warn_on, principal, due_on, at_risk_fen, state, superseded_at)
  WHERE superseded_at IS NULL AND state = 'pending';
CREATE INDEX deadline_dear ON deadline (at_risk_fen DESC, due_on, subject, principal, warn_on)
  WHERE superseded_at IS NULL AND state = 'pending';

ALTER TABLE card ADD COLUMN due_reason INTEGER REFERENCES reason (id);
UPDATE card SET due_reason = (SELECT r.id FROM reason r WHERE r.text = card.due) WHERE due IS NOT NULL;
ALTER TABLE card DROP COLUMN due;

DROP INDEX reason_text;

PRAGMA user_version = 4;

CREATE TABLE operator (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role     TEXT NOT NULL,
  pin      TEXT NOT NULL,
  pin_rev  INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  ended_at INTEGER,
  tries    INTEGER NOT NULL,
  tried_at INTEGER NOT NULL,
  told     TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX operator_name ON operator (name_key);

ALTER TABLE audit ADD COLUMN operator TEXT REFERENCES operator (id);
CREATE INDEX audit_subject ON audit (subject);
CREATE INDEX audit_operator ON audit (operator);

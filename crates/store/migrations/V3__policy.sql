CREATE TABLE policy_pack (
  rid            INTEGER PRIMARY KEY,
  principal      TEXT NOT NULL REFERENCES principal (id),
  pack           TEXT NOT NULL,
  version        TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  effective_to   TEXT,
  file           TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  seal           TEXT NOT NULL,
  key            TEXT NOT NULL,
  origin         TEXT NOT NULL,
  installed_by   TEXT NOT NULL,
  installed_at   INTEGER NOT NULL,
  UNIQUE (principal, pack, version)
) STRICT;

CREATE TABLE rule_tick (
  rid       INTEGER PRIMARY KEY,
  pack      TEXT NOT NULL,
  version   TEXT NOT NULL,
  section   TEXT NOT NULL,
  key       TEXT NOT NULL,
  hash      TEXT NOT NULL,
  checked   INTEGER NOT NULL,
  note      TEXT NOT NULL,
  ticked_by TEXT NOT NULL,
  ticked_on TEXT NOT NULL,
  ticked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE work_calendar (
  rid          INTEGER PRIMARY KEY,
  year         INTEGER NOT NULL,
  file         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  origin       TEXT NOT NULL,
  installed_by TEXT NOT NULL,
  installed_at INTEGER NOT NULL
) STRICT;

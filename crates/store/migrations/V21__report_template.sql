CREATE TABLE report_template (
  id          TEXT PRIMARY KEY,
  principal   TEXT NOT NULL REFERENCES principal (id),
  key         TEXT NOT NULL,
  version     INTEGER NOT NULL,
  name        TEXT NOT NULL,
  sha256      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  file        BLOB NOT NULL,
  came_on     TEXT NOT NULL,
  sheet       TEXT NOT NULL,
  row         INTEGER NOT NULL,
  made_at     INTEGER NOT NULL,
  void_reason TEXT,
  rev         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_template_version ON report_template (principal, key, version);

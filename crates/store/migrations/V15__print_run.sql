CREATE TABLE print_run (
  id              TEXT PRIMARY KEY,
  no              TEXT NOT NULL,
  paper           TEXT NOT NULL,
  principal       TEXT NOT NULL REFERENCES principal (id),
  record          TEXT NOT NULL,
  key             TEXT NOT NULL UNIQUE,
  template_sha256 TEXT NOT NULL,
  data            TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  pages           INTEGER NOT NULL,
  missing         TEXT NOT NULL,
  made_at         INTEGER NOT NULL,
  printed_at      INTEGER NOT NULL,
  times           INTEGER NOT NULL
) STRICT;
CREATE INDEX print_run_record ON print_run (record, printed_at);

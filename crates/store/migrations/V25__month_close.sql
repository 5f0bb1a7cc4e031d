CREATE TABLE month_close (
  id        TEXT PRIMARY KEY,
  no        TEXT NOT NULL UNIQUE,
  principal TEXT NOT NULL REFERENCES principal (id),
  month     TEXT NOT NULL,
  dealer    TEXT NOT NULL,
  closed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX month_close_month ON month_close (principal, month);
CREATE TABLE month_close_sheet (
  close         TEXT NOT NULL REFERENCES month_close (id),
  key           TEXT NOT NULL,
  run           TEXT NOT NULL REFERENCES report_run (id),
  sha256        TEXT NOT NULL,
  rows_sha256   TEXT NOT NULL,
  data_sha256   TEXT NOT NULL,
  layout_sha256 TEXT NOT NULL,
  fields        TEXT NOT NULL,
  template      TEXT REFERENCES report_template (id),
  PRIMARY KEY (close, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX month_close_sheet_run ON month_close_sheet (run);
CREATE INDEX month_close_sheet_template ON month_close_sheet (template) WHERE template IS NOT NULL;
CREATE TABLE month_close_row (
  close    TEXT NOT NULL REFERENCES month_close (id),
  key      TEXT NOT NULL,
  place    INTEGER NOT NULL,
  standing TEXT NOT NULL,
  origin   TEXT NOT NULL REFERENCES month_close (id),
  line     TEXT NOT NULL,
  record   TEXT NOT NULL,
  cells    TEXT NOT NULL,
  PRIMARY KEY (close, key, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX month_close_row_origin ON month_close_row (origin, key);
CREATE INDEX month_close_row_standing ON month_close_row (close, key, place) WHERE standing <> 'of_month';

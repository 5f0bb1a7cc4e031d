CREATE TABLE attachment (
  id               TEXT PRIMARY KEY,
  subject          TEXT NOT NULL,
  record           TEXT NOT NULL,
  kind             TEXT NOT NULL,
  tag              TEXT,
  caption          TEXT NOT NULL,
  sha256           TEXT NOT NULL,
  thumb_sha256     TEXT NOT NULL,
  strokes_sha256   TEXT,
  mime             TEXT NOT NULL,
  bytes            INTEGER NOT NULL,
  width            INTEGER NOT NULL,
  height           INTEGER NOT NULL,
  taken_at         INTEGER,
  added_at         INTEGER NOT NULL,
  device           TEXT NOT NULL,
  clock_suspect    INTEGER NOT NULL,
  signer           TEXT NOT NULL,
  relation         TEXT,
  likeness         TEXT NOT NULL,
  alike            TEXT,
  superseded_by    TEXT,
  supersede_reason TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachment_record ON attachment (subject, record, kind, sha256);
CREATE INDEX attachment_file ON attachment (sha256);
CREATE INDEX attachment_alike ON attachment (alike) WHERE alike IS NOT NULL;
CREATE INDEX attachment_signed ON attachment (added_at) WHERE likeness <> '';

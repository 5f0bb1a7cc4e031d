-- Files that dealers without a network sent by hand: which were taken, so that an older or repeated one is told from a new one.
CREATE TABLE file_taken (
  device_id TEXT NOT NULL REFERENCES device (device_id),
  file_id   TEXT NOT NULL,
  made_at   INTEGER NOT NULL, -- by the desk's clock
  taken_at  INTEGER NOT NULL,
  records   INTEGER NOT NULL,
  times     INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (device_id, file_id)
) STRICT, WITHOUT ROWID;

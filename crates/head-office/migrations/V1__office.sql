-- Head office's database. SQLite, WAL, synchronous=FULL. Times are UTC milliseconds.

-- Who this head office is: server_id, generation, principal, principal_name.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE dealer (
  code       TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- One-time codes. Only the hash of the secret is kept. A used code remembers the key that
-- used it, so that the same desk asking again after a lost answer gets the same answer.
CREATE TABLE enrol_code (
  secret_hash TEXT PRIMARY KEY,
  dealer      TEXT NOT NULL REFERENCES dealer (code),
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  device_id   TEXT
) STRICT;

CREATE TABLE device (
  device_id   TEXT PRIMARY KEY,
  dealer      TEXT NOT NULL REFERENCES dealer (code),
  name        TEXT NOT NULL,
  public_key  TEXT NOT NULL,
  enrolled_at INTEGER NOT NULL,
  revoked_at  INTEGER,
  feed_ack    TEXT
) STRICT;

-- Every revision head office holds. server_seq is head office's own running number.
CREATE TABLE record (
  server_seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  dealer      TEXT NOT NULL REFERENCES dealer (code),
  record_id   TEXT NOT NULL,
  rev         INTEGER NOT NULL,
  base_rev    INTEGER,
  kind        TEXT NOT NULL,
  schema      INTEGER NOT NULL,
  hash        TEXT NOT NULL,
  body        TEXT NOT NULL,          -- the exact bytes that were hashed
  extra       TEXT,                   -- envelope fields of a newer desk, as JSON
  state       TEXT NOT NULL CHECK (state IN ('accepted', 'superseded', 'deferred')),
  device_id   TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  signature   TEXT NOT NULL,          -- the receipt's, base64
  UNIQUE (dealer, record_id, rev)
) STRICT;
CREATE INDEX record_by_kind ON record (kind, server_seq);

-- What stands on each place of a stream, rejected and deferred ones too: a verdict is never a hole.
-- A stream is (dealer, epoch): an epoch is random, made by one device, and outlives that device's enrolment.
CREATE TABLE position (
  dealer    TEXT NOT NULL,
  epoch     TEXT NOT NULL,
  seq       INTEGER NOT NULL,
  record_id TEXT NOT NULL,
  rev       INTEGER NOT NULL,
  hash      TEXT NOT NULL,
  verdict   TEXT NOT NULL CHECK (verdict IN ('held', 'deferred', 'rejected')),
  code      TEXT,
  field     TEXT,
  message   TEXT,
  PRIMARY KEY (dealer, epoch, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX position_by_record ON position (dealer, record_id, rev);
CREATE INDEX position_deferred ON position (dealer, epoch) WHERE verdict = 'deferred';

-- Sums of the positions, kept up row by row. dirty: something was taken away behind our back.
CREATE TABLE stream (
  dealer          TEXT NOT NULL,
  epoch           TEXT NOT NULL,
  contiguous_upto INTEGER NOT NULL DEFAULT 0,
  max_seq         INTEGER NOT NULL DEFAULT 0,
  count           INTEGER NOT NULL DEFAULT 0,
  digest          TEXT NOT NULL DEFAULT '00000000000000000000000000000000',
  dirty           INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (dealer, epoch)
) STRICT, WITHOUT ROWID;

-- A row that vanishes (a repair by hand, a careless script) makes the sums be counted anew.
CREATE TRIGGER position_gone AFTER DELETE ON position BEGIN
  UPDATE stream SET dirty = 1 WHERE dealer = OLD.dealer AND epoch = OLD.epoch;
END;
CREATE TRIGGER record_gone AFTER DELETE ON record BEGIN
  UPDATE stream SET dirty = 1
   WHERE (dealer, epoch) IN (SELECT dealer, epoch FROM position
          WHERE dealer = OLD.dealer AND record_id = OLD.record_id AND rev = OLD.rev);
END;

-- What a deferred record waits for.
CREATE TABLE need (
  server_seq INTEGER NOT NULL REFERENCES record (server_seq) ON DELETE CASCADE, -- the one that waits
  dealer     TEXT NOT NULL,
  record_id  TEXT NOT NULL,           -- the one that is missing
  rev        INTEGER,                 -- this revision of it, if it matters
  hash       TEXT                     -- with these bytes, if it matters
) STRICT;
CREATE INDEX need_by_record ON need (dealer, record_id);
CREATE INDEX need_by_waiting ON need (server_seq);

-- Other bytes under an id and revision already held: kept for people to look at.
CREATE TABLE quarantine (
  id          INTEGER PRIMARY KEY,
  dealer      TEXT NOT NULL,
  device_id   TEXT NOT NULL,
  record_id   TEXT NOT NULL,
  rev         INTEGER NOT NULL,
  kind        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  body        TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  UNIQUE (dealer, record_id, rev, hash)
) STRICT;

-- What went down to each dealer, numbered at commit without a gap.
CREATE TABLE feed (
  dealer     TEXT NOT NULL REFERENCES dealer (code),
  number     INTEGER NOT NULL,
  item_id    TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  schema     INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  hash       TEXT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (dealer, number)
) STRICT, WITHOUT ROWID;

-- Files. The bytes lie in blobs/<dealer>/<sha256>, the unfinished in …part.
CREATE TABLE blob (
  dealer      TEXT NOT NULL REFERENCES dealer (code),
  sha256      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  signature   TEXT NOT NULL,
  PRIMARY KEY (dealer, sha256)
) STRICT, WITHOUT ROWID;

-- The submission ledger: which batch came when, and what became of it.
CREATE TABLE batch (
  batch_id  TEXT NOT NULL,
  device_id TEXT NOT NULL,
  at        INTEGER NOT NULL,
  records   INTEGER NOT NULL,
  held      INTEGER NOT NULL,
  deferred  INTEGER NOT NULL,
  rejected  INTEGER NOT NULL,
  times     INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (batch_id, device_id)
) STRICT, WITHOUT ROWID;

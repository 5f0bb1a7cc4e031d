-- Head office's database on PostgreSQL: the same tables as on SQLite, with what is different said beside it. Times are UTC milliseconds.
-- Keys sort by their bytes (COLLATE "C"), whatever the cluster's language is: lists and ranges of numbers are the same on both databases.

-- Who this head office is: server_id, generation, principal, principal_name.
CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- A batch of a dealer locks this row first, so that instances take turns by dealer and never wait for each other crosswise.
CREATE TABLE dealer (
  code       TEXT COLLATE "C" PRIMARY KEY,
  name       TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE enrol_code (
  secret_hash TEXT PRIMARY KEY,
  dealer      TEXT COLLATE "C" NOT NULL REFERENCES dealer (code),
  created_at  BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  device_id   TEXT
);

CREATE TABLE device (
  device_id   TEXT COLLATE "C" PRIMARY KEY,
  dealer      TEXT COLLATE "C" NOT NULL REFERENCES dealer (code),
  name        TEXT NOT NULL,
  public_key  TEXT NOT NULL,
  enrolled_at BIGINT NOT NULL,
  revoked_at  BIGINT,
  feed_ack    TEXT,
  seen_at     BIGINT
);
CREATE INDEX device_by_dealer ON device (dealer);

-- Every revision head office holds. The columns after signature are what lists are filtered by. The program reads them out of the
-- body when it stores it, because a body may hold what jsonb refuses (a NUL), and one such record must not stop its batch.
CREATE TABLE record (
  server_seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dealer      TEXT COLLATE "C" NOT NULL, -- there, and locked, since the batch began: a key looked up row by row would say no more
  record_id   TEXT COLLATE "C" NOT NULL,
  rev         BIGINT NOT NULL,
  base_rev    BIGINT,
  kind        TEXT COLLATE "C" NOT NULL,
  schema      BIGINT NOT NULL,
  hash        TEXT NOT NULL,
  body        TEXT NOT NULL,
  extra       TEXT,
  state       TEXT NOT NULL CHECK (state IN ('accepted', 'superseded', 'deferred')),
  device_id   TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  signature   TEXT NOT NULL,
  no          TEXT COLLATE "C",
  serial      TEXT COLLATE "C",
  due_on      TEXT COLLATE "C",
  month       TEXT COLLATE "C",
  sheet       TEXT COLLATE "C",
  reverses    TEXT COLLATE "C",
  late        BOOLEAN NOT NULL DEFAULT false,
  UNIQUE (dealer, record_id, rev)
);
CREATE INDEX record_by_kind ON record (kind, server_seq);
CREATE INDEX record_by_dealer ON record (dealer, server_seq);
CREATE INDEX record_by_no ON record (no) WHERE no IS NOT NULL;
CREATE INDEX record_by_serial ON record (serial) WHERE serial IS NOT NULL;
CREATE INDEX record_by_id ON record (record_id);
CREATE INDEX record_late ON record (dealer, record_id, rev) WHERE late;
CREATE INDEX record_month ON record (dealer, month, sheet) WHERE kind = 'report';
CREATE INDEX record_reversal ON record (dealer, reverses) WHERE kind = 'reversal';

-- What stands on each place of a stream, rejected and deferred ones too.
CREATE TABLE position (
  dealer    TEXT COLLATE "C" NOT NULL,
  epoch     TEXT COLLATE "C" NOT NULL,
  seq       BIGINT NOT NULL,
  record_id TEXT COLLATE "C" NOT NULL,
  rev       BIGINT NOT NULL,
  hash      TEXT NOT NULL,
  verdict   TEXT NOT NULL CHECK (verdict IN ('held', 'deferred', 'rejected')),
  code      TEXT,
  field     TEXT,
  message   TEXT,
  PRIMARY KEY (dealer, epoch, seq)
);
CREATE INDEX position_by_record ON position (dealer, record_id, rev);
CREATE INDEX position_deferred ON position (dealer, epoch) WHERE verdict = 'deferred';
CREATE INDEX position_rejected ON position (dealer, record_id, rev) WHERE verdict = 'rejected';

CREATE TABLE stream (
  dealer          TEXT COLLATE "C" NOT NULL,
  epoch           TEXT COLLATE "C" NOT NULL,
  contiguous_upto BIGINT NOT NULL DEFAULT 0,
  max_seq         BIGINT NOT NULL DEFAULT 0,
  count           BIGINT NOT NULL DEFAULT 0,
  digest          TEXT NOT NULL DEFAULT '00000000000000000000000000000000',
  dirty           BOOLEAN NOT NULL DEFAULT false,
  PRIMARY KEY (dealer, epoch)
);

-- A row that vanishes (a repair by hand, a careless script) makes the sums be counted anew.
CREATE FUNCTION position_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stream SET dirty = true FROM (SELECT DISTINCT dealer, epoch FROM gone) g
   WHERE stream.dealer = g.dealer AND stream.epoch = g.epoch;
  RETURN NULL;
END $$;
CREATE TRIGGER position_gone AFTER DELETE ON position REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION position_gone();

CREATE FUNCTION record_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE stream SET dirty = true FROM (SELECT DISTINCT p.dealer, p.epoch FROM gone JOIN position p
     ON p.dealer = gone.dealer AND p.record_id = gone.record_id AND p.rev = gone.rev) g
   WHERE stream.dealer = g.dealer AND stream.epoch = g.epoch;
  RETURN NULL;
END $$;
CREATE TRIGGER record_gone AFTER DELETE ON record REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION record_gone();

CREATE TABLE need (
  server_seq BIGINT NOT NULL REFERENCES record (server_seq) ON DELETE CASCADE,
  dealer     TEXT COLLATE "C" NOT NULL,
  record_id  TEXT COLLATE "C" NOT NULL,
  rev        BIGINT,
  hash       TEXT
);
CREATE INDEX need_by_record ON need (dealer, record_id);
CREATE INDEX need_by_waiting ON need (server_seq);

CREATE TABLE quarantine (
  id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dealer      TEXT COLLATE "C" NOT NULL,
  device_id   TEXT NOT NULL,
  record_id   TEXT COLLATE "C" NOT NULL,
  rev         BIGINT NOT NULL,
  kind        TEXT NOT NULL,
  hash        TEXT NOT NULL,
  body        TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  UNIQUE (dealer, record_id, rev, hash)
);

-- How far a dealer's feed is numbered. Its row is locked until the commit, so numbers are committed in their order: a sequence's are not.
CREATE TABLE feed_counter (
  dealer TEXT COLLATE "C" PRIMARY KEY REFERENCES dealer (code),
  number BIGINT NOT NULL
);

-- title, about and about_rev are read out of the body by the program, as with records.
CREATE TABLE feed (
  dealer     TEXT COLLATE "C" NOT NULL REFERENCES dealer (code),
  number     BIGINT NOT NULL,
  item_id    TEXT NOT NULL UNIQUE,
  kind       TEXT COLLATE "C" NOT NULL,
  schema     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  hash       TEXT NOT NULL,
  body       TEXT NOT NULL,
  title      TEXT,
  about      TEXT COLLATE "C",
  about_rev  BIGINT,
  PRIMARY KEY (dealer, number)
);
CREATE INDEX feed_rejection ON feed (dealer, about) WHERE kind = 'rejection';
CREATE INDEX feed_newest ON feed (dealer, kind, number);

-- Files. Their bytes lie in blob_chunk, where every instance reaches them; the unfinished have chunks and no row here.
CREATE TABLE blob (
  dealer      TEXT COLLATE "C" NOT NULL REFERENCES dealer (code),
  sha256      TEXT COLLATE "C" NOT NULL,
  size        BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  signature   TEXT NOT NULL,
  PRIMARY KEY (dealer, sha256)
);
CREATE TABLE blob_chunk (
  dealer TEXT COLLATE "C" NOT NULL REFERENCES dealer (code),
  sha256 TEXT COLLATE "C" NOT NULL,
  start  BIGINT NOT NULL,
  length BIGINT NOT NULL,
  bytes  BYTEA NOT NULL,
  PRIMARY KEY (dealer, sha256, start)
);
-- What desks send is packed already.
ALTER TABLE blob_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE batch (
  batch_id  TEXT NOT NULL,
  device_id TEXT NOT NULL,
  at        BIGINT NOT NULL,
  records   BIGINT NOT NULL,
  held      BIGINT NOT NULL,
  deferred  BIGINT NOT NULL,
  rejected  BIGINT NOT NULL,
  times     BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (batch_id, device_id)
);

CREATE TABLE clerk (
  name       TEXT COLLATE "C" PRIMARY KEY,
  role       TEXT NOT NULL CHECK (role IN ('reader', 'clerk', 'admin')),
  password   TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  left_at    BIGINT
);

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  clerk      TEXT COLLATE "C" NOT NULL REFERENCES clerk (name),
  csrf       TEXT NOT NULL,
  begun_at   BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL
);
CREATE INDEX session_by_clerk ON session (clerk);

-- What clerks did. Append-only.
CREATE TABLE trail (
  id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at     BIGINT NOT NULL,
  clerk  TEXT NOT NULL,
  action TEXT NOT NULL,
  about  TEXT NOT NULL,
  detail TEXT NOT NULL,
  once   TEXT UNIQUE
);
CREATE FUNCTION trail_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the trail only grows'; END $$;
CREATE TRIGGER trail_grows BEFORE UPDATE OR DELETE ON trail FOR EACH ROW EXECUTE FUNCTION trail_grows();

CREATE TABLE file_taken (
  device_id TEXT COLLATE "C" NOT NULL REFERENCES device (device_id),
  file_id   TEXT NOT NULL,
  made_at   BIGINT NOT NULL,
  taken_at  BIGINT NOT NULL,
  records   BIGINT NOT NULL,
  times     BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (device_id, file_id)
);

-- What one instance has to know of the others: challenges that were used, and wrong codes and passwords of the minute that runs.
CREATE UNLOGGED TABLE spent (
  challenge TEXT PRIMARY KEY,
  until     BIGINT NOT NULL
);
CREATE INDEX spent_by_until ON spent (until);
CREATE UNLOGGED TABLE wrong_try (
  what   TEXT NOT NULL,
  minute BIGINT NOT NULL,
  times  BIGINT NOT NULL,
  PRIMARY KEY (what, minute)
);

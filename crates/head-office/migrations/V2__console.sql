-- The desk of head office's own clerks: who they are, who is logged in, what they did.

CREATE TABLE clerk (
  name       TEXT PRIMARY KEY,
  role       TEXT NOT NULL CHECK (role IN ('reader', 'clerk', 'admin')),
  password   TEXT NOT NULL,           -- argon2id, in the PHC string form
  created_at INTEGER NOT NULL,
  left_at    INTEGER                  -- a clerk who left keeps the trail's lines
) STRICT;

-- Only the hash of the cookie is kept: whoever reads this table cannot log in with it.
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  clerk      TEXT NOT NULL REFERENCES clerk (name),
  csrf       TEXT NOT NULL,
  begun_at   INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_clerk ON session (clerk);

-- What clerks did. Append-only: nothing here is ever changed or taken away.
CREATE TABLE trail (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  clerk  TEXT NOT NULL,
  action TEXT NOT NULL,
  about  TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

-- When a device last said hello.
ALTER TABLE device ADD COLUMN seen_at INTEGER;
CREATE INDEX device_by_dealer ON device (dealer);

-- What lists are filtered by, read out of the body; the body itself stays as it came.
ALTER TABLE record ADD COLUMN no     TEXT GENERATED ALWAYS AS
  (CAST(coalesce(nullif(body ->> '$.no', ''), nullif(body ->> '$.card.no', ''), body ->> '$.sale.no') AS TEXT)) VIRTUAL;
ALTER TABLE record ADD COLUMN serial TEXT GENERATED ALWAYS AS (CAST(body ->> '$.unit.serial' AS TEXT)) VIRTUAL;
ALTER TABLE record ADD COLUMN due_on TEXT GENERATED ALWAYS AS (CAST(body ->> '$.card.due_on' AS TEXT)) VIRTUAL;
ALTER TABLE record ADD COLUMN month  TEXT GENERATED ALWAYS AS (CAST(body ->> '$.month' AS TEXT)) VIRTUAL;
ALTER TABLE record ADD COLUMN sheet  TEXT GENERATED ALWAYS AS (CAST(body ->> '$.key' AS TEXT)) VIRTUAL;
ALTER TABLE record ADD COLUMN late INTEGER GENERATED ALWAYS AS
  (kind = 'card' AND due_on < date(received_at / 1000, 'unixepoch', '+8 hours')) VIRTUAL; -- by the day in Asia/Shanghai
CREATE INDEX record_by_dealer ON record (dealer, server_seq);
CREATE INDEX record_by_no ON record (no);
CREATE INDEX record_by_serial ON record (serial);
CREATE INDEX record_by_id ON record (record_id);
CREATE INDEX record_late ON record (dealer, record_id, rev) WHERE late;
CREATE INDEX record_month ON record (dealer, month, sheet) WHERE kind = 'report';
CREATE INDEX position_rejected ON position (dealer, record_id, rev) WHERE verdict = 'rejected';
CREATE INDEX feed_rejection ON feed (dealer) WHERE kind = 'rejection';

CREATE TABLE call (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT REFERENCES principal (id),
  received_at   INTEGER NOT NULL,
  channel       TEXT NOT NULL,
  caller        TEXT NOT NULL,
  phone         TEXT NOT NULL,
  phone_key     TEXT NOT NULL,
  customer      TEXT REFERENCES customer (id),
  unit          TEXT REFERENCES unit (id),
  serial        TEXT NOT NULL,
  model         TEXT NOT NULL,
  product       TEXT NOT NULL,
  area          TEXT,
  address       TEXT NOT NULL,
  complaint     TEXT NOT NULL,
  urgency       TEXT NOT NULL,
  forwarded_at  INTEGER,
  task_no       TEXT NOT NULL,
  note          TEXT NOT NULL,
  steps         TEXT NOT NULL,
  state         TEXT NOT NULL,
  place         INTEGER NOT NULL,
  words         TEXT NOT NULL,
  repair        TEXT REFERENCES repair (id),
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX call_place ON call (place);
CREATE INDEX call_open ON call (received_at) WHERE state NOT IN ('closed', 'voided');
CREATE INDEX call_phone ON call (phone_key);
CREATE INDEX call_unit ON call (unit) WHERE unit IS NOT NULL;
CREATE INDEX call_customer ON call (customer) WHERE customer IS NOT NULL;
CREATE UNIQUE INDEX call_repair ON call (repair) WHERE repair IS NOT NULL;

ALTER TABLE deadline ADD COLUMN start_at INTEGER;

CREATE TABLE custody (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT REFERENCES principal (id),
  call          TEXT REFERENCES call (id),
  repair        TEXT REFERENCES repair (id),
  customer      TEXT REFERENCES customer (id),
  unit          TEXT REFERENCES unit (id),
  bearer        TEXT NOT NULL,
  phone         TEXT NOT NULL,
  serial        TEXT NOT NULL,
  serial_key    TEXT NOT NULL,
  model         TEXT NOT NULL,
  product       TEXT NOT NULL,
  outside       TEXT NOT NULL,
  accessories   TEXT NOT NULL,
  fault         TEXT NOT NULL,
  in_at         INTEGER NOT NULL,
  in_on         TEXT NOT NULL,
  promises      TEXT NOT NULL,
  promised_on   TEXT,
  shelf         TEXT NOT NULL,
  note          TEXT NOT NULL,
  hand_overs    TEXT NOT NULL,
  state         TEXT NOT NULL,
  place         INTEGER NOT NULL,
  words         TEXT NOT NULL,
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_place ON custody (place);
CREATE INDEX custody_in ON custody (in_on);
CREATE INDEX custody_late ON custody (promised_on) WHERE state = 'here';
CREATE INDEX custody_unit ON custody (unit) WHERE unit IS NOT NULL;
CREATE INDEX custody_customer ON custody (customer) WHERE customer IS NOT NULL;
CREATE UNIQUE INDEX custody_unit_here ON custody (unit) WHERE unit IS NOT NULL AND state = 'here';
CREATE INDEX custody_serial_here ON custody (serial_key) WHERE state = 'here';
CREATE INDEX custody_call ON custody (call) WHERE call IS NOT NULL;
CREATE INDEX custody_repair ON custody (repair) WHERE repair IS NOT NULL;

CREATE TABLE job_card (
  repair      TEXT PRIMARY KEY REFERENCES repair (id),
  plan        TEXT NOT NULL,
  began_at    INTEGER,
  ended_at    INTEGER,
  inspections TEXT NOT NULL,
  entered_at  INTEGER NOT NULL,
  rev         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE call ADD COLUMN follows TEXT REFERENCES call (id);
CREATE INDEX call_follows ON call (follows) WHERE follows IS NOT NULL;

ALTER TABLE repair ADD COLUMN fault_code TEXT NOT NULL DEFAULT '';
ALTER TABLE repair_part ADD COLUMN old_serial TEXT NOT NULL DEFAULT '';
ALTER TABLE repair_part ADD COLUMN new_serial TEXT NOT NULL DEFAULT '';

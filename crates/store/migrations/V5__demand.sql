ALTER TABLE model ADD COLUMN fuel TEXT;
ALTER TABLE model ADD COLUMN cylinders INTEGER;
ALTER TABLE model ADD COLUMN strokes INTEGER;

ALTER TABLE repair ADD COLUMN severity TEXT;
ALTER TABLE repair ADD COLUMN same_as TEXT;
ALTER TABLE repair ADD COLUMN component_exchanged INTEGER NOT NULL DEFAULT 0;
ALTER TABLE repair ADD COLUMN waits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE repair ADD COLUMN usage_read_on TEXT;
ALTER TABLE repair ADD COLUMN new_meter INTEGER NOT NULL DEFAULT 0;
ALTER TABLE repair ADD COLUMN old_meter_milli INTEGER;

CREATE TABLE demand (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT NOT NULL REFERENCES unit (id),
  kind          TEXT NOT NULL,
  made_on       TEXT NOT NULL,
  words         TEXT NOT NULL,
  no_same_model INTEGER NOT NULL,
  answered_on   TEXT,
  answer        TEXT NOT NULL,
  settled_on    TEXT,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX demand_unit ON demand (unit, made_on);

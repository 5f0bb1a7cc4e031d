-- Boxes of old parts being packed; a packing becomes the batch of the same identity when it is sent.
CREATE TABLE packing (
  id        TEXT PRIMARY KEY,
  no        TEXT NOT NULL UNIQUE,
  principal TEXT NOT NULL REFERENCES principal (id),
  state     TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  seal_no   TEXT NOT NULL,
  weight_g  INTEGER,
  sealed_on TEXT,
  reason    TEXT NOT NULL,
  rev       INTEGER NOT NULL
) STRICT;
CREATE INDEX packing_open ON packing (opened_on) WHERE state IN ('open', 'sealed');

CREATE TABLE packed (
  old_part TEXT PRIMARY KEY REFERENCES old_part (id),
  packing  TEXT REFERENCES packing (id),
  box_no   INTEGER NOT NULL,
  at       INTEGER NOT NULL
) STRICT;
CREATE INDEX packed_in ON packed (packing) WHERE packing IS NOT NULL;

-- What head office says of the parts that were sent.
CREATE TABLE part_result (
  old_part       TEXT PRIMARY KEY REFERENCES old_part (id),
  sent_milli     INTEGER NOT NULL,
  received_milli INTEGER NOT NULL,
  wrong_milli    INTEGER NOT NULL,
  verdict        TEXT,
  disposal       TEXT,
  judged_by      TEXT NOT NULL,
  judged_on      TEXT,
  told_on        TEXT NOT NULL,
  source         TEXT NOT NULL,
  settlement     TEXT,
  settle_reason  TEXT NOT NULL,
  settled_on     TEXT,
  dispute        TEXT NOT NULL,
  disputed_on    TEXT,
  answer         TEXT NOT NULL,
  answered_on    TEXT,
  open           INTEGER NOT NULL,
  rev            INTEGER NOT NULL
) STRICT;
CREATE INDEX part_result_place ON part_result (open, told_on);

CREATE TABLE claim (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  month         TEXT NOT NULL,
  made_on       TEXT NOT NULL,
  note          TEXT NOT NULL,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX claim_day ON claim (made_on);

CREATE TABLE claim_line (
  id           TEXT PRIMARY KEY,
  claim        TEXT NOT NULL REFERENCES claim (id),
  line_no      INTEGER NOT NULL,
  repair       TEXT NOT NULL REFERENCES repair (id),
  again_of     TEXT REFERENCES claim_line (id),
  labour_fen   INTEGER NOT NULL,
  material_fen INTEGER NOT NULL,
  travel_fen   INTEGER NOT NULL,
  other_fen    INTEGER NOT NULL,
  claimed_fen  INTEGER NOT NULL,
  verdict      TEXT,
  approved_fen INTEGER,
  reason       TEXT NOT NULL,
  judged_by    TEXT NOT NULL,
  decided_on   TEXT,
  source       TEXT
) STRICT;
CREATE UNIQUE INDEX claim_line_place ON claim_line (claim, line_no);
CREATE INDEX claim_line_repair ON claim_line (repair);

CREATE TABLE settlement_notice (
  id            TEXT PRIMARY KEY,
  claim         TEXT NOT NULL UNIQUE REFERENCES claim (id),
  no            TEXT NOT NULL,
  noticed_on    TEXT NOT NULL,
  approved_fen  INTEGER NOT NULL,
  cut_fen       INTEGER NOT NULL,
  cut_note      TEXT NOT NULL,
  deduction_fen INTEGER NOT NULL,
  deducted_on   TEXT,
  answer        TEXT,
  answered_on   TEXT,
  answer_note   TEXT NOT NULL,
  source        TEXT NOT NULL,
  rev           INTEGER NOT NULL
) STRICT;

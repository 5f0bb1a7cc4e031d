-- Lines of a claim that were withdrawn: they stay and count nothing.
ALTER TABLE claim_line ADD COLUMN withdrawn_on TEXT;
ALTER TABLE claim_line ADD COLUMN withdraw_reason TEXT NOT NULL DEFAULT '';

-- What head office decided of a line, every version as it came.
CREATE TABLE line_decision (
  line         TEXT NOT NULL REFERENCES claim_line (id),
  version      INTEGER NOT NULL,
  verdict      TEXT NOT NULL,
  approved_fen INTEGER,
  reason       TEXT NOT NULL,
  judged_by    TEXT NOT NULL,
  decided_on   TEXT,
  source       TEXT,
  PRIMARY KEY (line, version)
) STRICT, WITHOUT ROWID;

INSERT INTO line_decision
SELECT id, 1, verdict, approved_fen, reason, judged_by, decided_on, source FROM claim_line WHERE verdict IS NOT NULL;

-- A notice and what was answered, every version as it was saved.
CREATE TABLE notice_version (
  notice        TEXT NOT NULL REFERENCES settlement_notice (id),
  rev           INTEGER NOT NULL,
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
  PRIMARY KEY (notice, rev)
) STRICT, WITHOUT ROWID;

INSERT INTO notice_version
SELECT
  id, rev, no, noticed_on, approved_fen, cut_fen, cut_note, deduction_fen, deducted_on, answer, answered_on, answer_note,
  source
FROM settlement_notice;

-- A confirmed statement of a quarter's service fee has its line in the account, one that stands at a time.
ALTER TABLE payable_line ADD COLUMN statement TEXT REFERENCES fee_statement (id);
CREATE UNIQUE INDEX payable_statement ON payable_line (statement) WHERE statement IS NOT NULL AND void_reason IS NULL;

-- Money of a maker claim by claim, and notices that wait for a word, without reading the others.
CREATE INDEX claim_maker ON claim (principal, made_on);
CREATE INDEX notice_open ON settlement_notice (noticed_on) WHERE answer IS NULL OR answer <> 'confirmed';

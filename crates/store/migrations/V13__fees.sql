-- What the maker's rules said of a repair's costs, frozen with the repair and with the line of a claim.
ALTER TABLE repair ADD COLUMN depart_time TEXT NOT NULL DEFAULT '';
ALTER TABLE repair ADD COLUMN fees TEXT NOT NULL DEFAULT '[]';
ALTER TABLE claim_line ADD COLUMN fees TEXT NOT NULL DEFAULT '[]';

-- What a dealer owes a maker for goods, line by line.
CREATE TABLE payable_line (
  id            TEXT PRIMARY KEY,
  principal     TEXT NOT NULL REFERENCES principal (id),
  on_day        TEXT NOT NULL,
  kind          TEXT NOT NULL,
  fen           INTEGER NOT NULL,
  effect_fen    INTEGER NOT NULL,
  paper_no      TEXT NOT NULL,
  cause         TEXT,
  paid_by       TEXT,
  notice        TEXT UNIQUE REFERENCES settlement_notice (id),
  note          TEXT NOT NULL,
  reason        TEXT,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX payable_day ON payable_line (principal, on_day, id);

-- Notices that were deducted before there was such a ledger.
INSERT INTO payable_line
SELECT
  n.id, c.principal, n.deducted_on, 'deduction', n.deduction_fen, -n.deduction_fen, n.no, NULL, NULL, n.id, c.no, NULL,
  n.deducted_on, 0, NULL, 1
FROM settlement_notice n
JOIN claim c ON c.id = n.claim
WHERE n.answer = 'confirmed' AND n.deducted_on IS NOT NULL AND c.void_reason IS NULL;

-- Paid service receipts.
CREATE TABLE paid_receipt (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  repair        TEXT NOT NULL REFERENCES repair (id),
  done_on       TEXT NOT NULL,
  wage_fen      INTEGER NOT NULL,
  travel_fen    INTEGER NOT NULL,
  parts_fen     INTEGER NOT NULL,
  other_fen     INTEGER NOT NULL,
  total_fen     INTEGER NOT NULL,
  user_fault    INTEGER NOT NULL,
  parts         TEXT NOT NULL,
  way           TEXT NOT NULL,
  way_reason    TEXT,
  paid_on       TEXT,
  invoice_no    TEXT NOT NULL,
  invoice_on    TEXT,
  note          TEXT NOT NULL,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX receipt_day ON paid_receipt (done_on, id);
CREATE INDEX receipt_repair ON paid_receipt (repair);
CREATE UNIQUE INDEX receipt_standing ON paid_receipt (repair) WHERE void_reason IS NULL;

-- Quarterly service fees.
CREATE TABLE fee_statement (
  id             TEXT PRIMARY KEY,
  principal      TEXT NOT NULL REFERENCES principal (id),
  quarter        TEXT NOT NULL,
  version        INTEGER NOT NULL,
  made_on        TEXT NOT NULL,
  months         TEXT NOT NULL,
  cards          INTEGER NOT NULL,
  unit_fen       INTEGER,
  fee_fen        INTEGER NOT NULL,
  forfeit        TEXT,
  forfeit_reason TEXT NOT NULL,
  special_fen    INTEGER NOT NULL,
  special_no     TEXT NOT NULL,
  total_fen      INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  office_fen     INTEGER,
  office_no      TEXT NOT NULL,
  confirmed_on   TEXT,
  answer_note    TEXT NOT NULL,
  replaced       INTEGER NOT NULL,
  entered_on     TEXT NOT NULL,
  clock_suspect  INTEGER NOT NULL,
  rev            INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX fee_statement_version ON fee_statement (principal, quarter, version);

-- Cards a statement counted: none counts twice.
CREATE TABLE fee_statement_card (
  card      TEXT NOT NULL REFERENCES card (id),
  statement TEXT NOT NULL REFERENCES fee_statement (id),
  PRIMARY KEY (card, statement)
) STRICT, WITHOUT ROWID;
CREATE INDEX fee_statement_cards ON fee_statement_card (statement);

-- Sanbao Desk: the desk's whole current database, table by table.
--
-- A new database is made by crates/store/migrations; a test proves that the result equals this file.
-- Habits: ids are UUIDv7 text; `*_on` is a civil day in Asia/Shanghai (YYYY-MM-DD); `*_at` is UTC
-- milliseconds; `*_fen` is money in fen; `*_milli` is a quantity in thousandths; `*_key` is a normalised
-- copy for comparison, the original stands beside it. Nothing is deleted: rows are voided with a reason.

-- Oldest program format that may open the file; raised by the migration after which older ones must not.
PRAGMA user_version = 5;

-- One value each: dealer (JSON), start_of_use_on, demo, export_dir, clock (JSON), backup_problem, law (JSON), lock_minutes.
CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Makers (厂家).
CREATE TABLE principal (
  id             TEXT PRIMARY KEY,
  code           TEXT NOT NULL UNIQUE,
  name           TEXT NOT NULL,
  policy         TEXT NOT NULL,
  dealer_account TEXT NOT NULL
) STRICT;

-- Models (型号), named by their code at one maker.
CREATE TABLE model (
  id              TEXT PRIMARY KEY,
  principal       TEXT NOT NULL REFERENCES principal (id),
  code            TEXT NOT NULL,
  code_key        TEXT NOT NULL,
  product         TEXT NOT NULL,
  class           TEXT NOT NULL,
  power_milli_kw  INTEGER,
  guide_price_fen INTEGER,
  fuel            TEXT,
  cylinders       INTEGER,
  strokes         INTEGER
) STRICT;
CREATE UNIQUE INDEX model_code ON model (principal, code_key);
CREATE INDEX model_any_code ON model (code_key);

-- Price list of parts (配件).
CREATE TABLE part (
  id               TEXT PRIMARY KEY,
  code             TEXT NOT NULL,
  code_key         TEXT NOT NULL UNIQUE,
  name             TEXT NOT NULL,
  name_key         TEXT NOT NULL,
  spec             TEXT NOT NULL,
  unit             TEXT NOT NULL,
  price_fen        INTEGER,
  market_price_fen INTEGER,
  kind             TEXT,
  return_required  INTEGER
) STRICT;
CREATE INDEX part_name ON part (name_key);

-- Customers (用户). rid is the number under which the name index knows a customer.
CREATE TABLE customer (
  rid       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  name_key  TEXT NOT NULL,
  phone     TEXT NOT NULL,
  phone_key TEXT NOT NULL,
  phone_rev TEXT NOT NULL, -- digits backwards: the tail of a phone is a prefix here
  county    TEXT NOT NULL,
  town      TEXT NOT NULL,
  village   TEXT NOT NULL,
  id_no     TEXT           -- only where the maker's policy demands it
) STRICT;
CREATE INDEX customer_name ON customer (name_key, phone_key);
CREATE INDEX customer_phone ON customer (phone_key);
CREATE INDEX customer_phone_tail ON customer (phone_rev);

-- Names, one token a character (its code point in hex), so that one character finds and a rare one too.
CREATE VIRTUAL TABLE customer_name_index USING fts5 (chars, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Pinyin initials of a name, all readings (曾 is zeng and ceng).
CREATE TABLE customer_initials (
  initials TEXT NOT NULL,
  rid      INTEGER NOT NULL REFERENCES customer (rid),
  PRIMARY KEY (initials, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_initials_rid ON customer_initials (rid);

-- Machines by serial (整机). A serial is not unique: duplicates are shown, never blocked (E07, E08).
CREATE TABLE unit (
  id          TEXT PRIMARY KEY,
  principal   TEXT NOT NULL REFERENCES principal (id),
  model       TEXT NOT NULL REFERENCES model (id),
  serial      TEXT NOT NULL,
  serial_key  TEXT NOT NULL,
  serial_rev  TEXT NOT NULL, -- backwards: clerks type the last digits
  engine_no   TEXT NOT NULL,
  engine_key  TEXT NOT NULL,
  frame_no    TEXT NOT NULL,
  produced_on TEXT
) STRICT;
CREATE INDEX unit_serial ON unit (serial_key, principal);
CREATE INDEX unit_serial_tail ON unit (serial_rev);
CREATE INDEX unit_engine ON unit (engine_key) WHERE engine_key <> '';
-- Whether some machine is of a model is asked on 今日, of models whose product nobody named.
CREATE INDEX unit_model ON unit (model);

-- Sales (销售单).
CREATE TABLE sale (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT NOT NULL REFERENCES unit (id),
  customer      TEXT NOT NULL REFERENCES customer (id),
  sold_on       TEXT NOT NULL,
  invoice_no    TEXT NOT NULL,
  invoice_on    TEXT,
  delivered_on  TEXT,
  installed_on  TEXT,
  price_fen     INTEGER,
  subsidy_fen   INTEGER,
  seller        TEXT NOT NULL,
  outlet        TEXT NOT NULL,
  note          TEXT NOT NULL,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  report_on     TEXT GENERATED ALWAYS AS (coalesce(invoice_on, sold_on)) VIRTUAL -- month of W03: by invoice
) STRICT;
CREATE INDEX sale_unit ON sale (unit, sold_on, void_reason);
CREATE INDEX sale_customer ON sale (customer, sold_on);
CREATE INDEX sale_day ON sale (sold_on);
CREATE INDEX sale_month ON sale (principal, report_on);
CREATE INDEX sale_sold ON sale (principal, sold_on);
CREATE INDEX sale_delivered ON sale (principal, delivered_on) WHERE delivered_on IS NOT NULL;
CREATE INDEX sale_entered ON sale (principal, entered_on);

-- Receipt cards (三包回执卡), one a sale. `due` is the computed day with its reason, as it was computed.
CREATE TABLE card (
  id              TEXT PRIMARY KEY,
  no              TEXT NOT NULL,
  no_key          TEXT NOT NULL,
  sale            TEXT NOT NULL UNIQUE REFERENCES sale (id),
  state           TEXT NOT NULL,
  share_consent   INTEGER NOT NULL,
  user_signed     INTEGER NOT NULL,
  returned_on     TEXT,
  due_reason      INTEGER REFERENCES reason (id),
  due_on          TEXT,
  queued_on       TEXT,
  acknowledged_on TEXT,
  returned_reason TEXT,
  rev             INTEGER NOT NULL,
  first_acknowledged_on TEXT -- the day head office first had it, however often it is told again
) STRICT;
CREATE INDEX card_no ON card (no_key);
CREATE INDEX card_open ON card (due_on, state) WHERE state IN ('issued', 'queued', 'returned');
CREATE INDEX card_queued ON card (queued_on) WHERE queued_on IS NOT NULL;
-- Cards head office refused: few.
CREATE INDEX card_refused ON card (due_on) WHERE state = 'returned';
CREATE INDEX card_due ON card (due_on) WHERE due_on IS NOT NULL;
CREATE INDEX card_acknowledged ON card (acknowledged_on, state) WHERE acknowledged_on IS NOT NULL;
CREATE INDEX card_first_acknowledged ON card (first_acknowledged_on) WHERE first_acknowledged_on IS NOT NULL;

-- Repair records (三包修理记录).
CREATE TABLE repair (
  id                 TEXT PRIMARY KEY,
  no                 TEXT NOT NULL,
  no_key             TEXT NOT NULL UNIQUE,
  principal          TEXT NOT NULL REFERENCES principal (id),
  unit               TEXT NOT NULL REFERENCES unit (id),
  customer           TEXT NOT NULL REFERENCES customer (id),
  channel            TEXT NOT NULL,
  reported_on        TEXT NOT NULL,
  reported_time      TEXT NOT NULL,
  received_on        TEXT NOT NULL,
  arrived_on         TEXT,
  arrived_time       TEXT NOT NULL,
  completed_on       TEXT,
  handed_over_on     TEXT,
  usage_milli        INTEGER,
  usage_unit         TEXT NOT NULL,
  in_warranty        INTEGER NOT NULL,
  payer              TEXT NOT NULL,
  fault              TEXT NOT NULL,
  fault_place        TEXT NOT NULL,
  cause              TEXT NOT NULL,
  responsibility     TEXT NOT NULL,
  method             TEXT NOT NULL,
  work               TEXT NOT NULL,
  technician         TEXT NOT NULL,
  labour_milli_hours INTEGER,
  labour_fen         INTEGER NOT NULL,
  material_fen       INTEGER NOT NULL,
  travel_milli_km    INTEGER,
  travel_fen         INTEGER NOT NULL,
  other_fen          INTEGER NOT NULL,
  user_signed        INTEGER NOT NULL,
  user_rating        TEXT NOT NULL,
  note               TEXT NOT NULL,
  share_consent      INTEGER NOT NULL,
  state              TEXT NOT NULL,
  entered_on         TEXT NOT NULL,
  clock_suspect      INTEGER NOT NULL,
  submitted_on       TEXT,
  acknowledged_on    TEXT,
  returned_reason    TEXT,
  void_reason        TEXT,
  rev                INTEGER NOT NULL,
  severity           TEXT,    -- serious, ordinary; null while nobody said
  same_as            TEXT,    -- an earlier repair of the same problem
  component_exchanged INTEGER NOT NULL DEFAULT 0, -- the component was replaced as a whole
  waits              TEXT NOT NULL DEFAULT '[]', -- JSON: times within it with a cause of their own
  usage_read_on      TEXT,    -- null: the day sent in
  new_meter          INTEGER NOT NULL DEFAULT 0, -- the reading is the first of a new meter
  old_meter_milli    INTEGER, -- what the old meter showed last
  fault_code         TEXT NOT NULL DEFAULT '', -- of the fault tree; empty where nobody picked one
  depart_time        TEXT NOT NULL DEFAULT '', -- left for the user, HH:MM
  fees               TEXT NOT NULL DEFAULT '[]', -- JSON: costs as the rules had them on the day it was completed
  stands_on          TEXT GENERATED ALWAYS AS (coalesce(completed_on, reported_on)) VIRTUAL -- its day in lists
) STRICT;
CREATE INDEX repair_unit ON repair (unit, stands_on);
CREATE INDEX repair_customer ON repair (customer, stands_on);
CREATE INDEX repair_day ON repair (stands_on);
CREATE INDEX repair_state ON repair (state, stands_on);
CREATE INDEX repair_month ON repair (principal, completed_on);
CREATE INDEX repair_reported ON repair (principal, reported_on);
CREATE INDEX repair_handed_over ON repair (principal, handed_over_on) WHERE handed_over_on IS NOT NULL;
CREATE INDEX repair_paid ON repair (completed_on, id)
  WHERE payer = 'paid' AND completed_on IS NOT NULL AND state <> 'voided';
CREATE INDEX repair_open ON repair (principal, reported_on) WHERE completed_on IS NULL;
-- What 今日 may have to show: few, among all that are done.
CREATE INDEX repair_to_mend ON repair (reported_on) WHERE state = 'draft' OR returned_reason IS NOT NULL;

-- Parts replaced in a repair; the price is the one of that day.
CREATE TABLE repair_part (
  id                TEXT PRIMARY KEY,
  repair            TEXT NOT NULL REFERENCES repair (id),
  line_no           INTEGER NOT NULL,
  code              TEXT NOT NULL,
  name              TEXT NOT NULL,
  spec              TEXT NOT NULL,
  unit              TEXT NOT NULL,
  qty_milli         INTEGER NOT NULL,
  price_fen         INTEGER NOT NULL,
  kind              TEXT,
  return_required   INTEGER NOT NULL,
  wants_replacement INTEGER NOT NULL,
  replaced_on       TEXT NOT NULL,
  dropped           INTEGER NOT NULL DEFAULT 0, -- taken off by a later correction of the repair
  old_serial        TEXT NOT NULL DEFAULT '', -- of the part that came off
  new_serial        TEXT NOT NULL DEFAULT '' -- of the part that went in
) STRICT;
CREATE INDEX repair_part_repair ON repair_part (repair, line_no);
CREATE INDEX repair_part_day ON repair_part (replaced_on);

-- Old parts (三包旧件), also those held before the first day (repair_part is null).
CREATE TABLE old_part (
  id          TEXT PRIMARY KEY,
  tag_no      TEXT NOT NULL UNIQUE,
  principal   TEXT NOT NULL REFERENCES principal (id),
  repair_part TEXT UNIQUE REFERENCES repair_part (id),
  repair      TEXT REFERENCES repair (id),
  repair_no   TEXT NOT NULL,
  code        TEXT NOT NULL,
  name        TEXT NOT NULL,
  spec        TEXT NOT NULL,
  qty_milli   INTEGER NOT NULL,
  value_fen   INTEGER NOT NULL,
  removed_on  TEXT NOT NULL,
  state       TEXT NOT NULL,
  bin         TEXT NOT NULL,
  batch       TEXT REFERENCES parts_batch (id),
  box_no      TEXT NOT NULL,
  reason      TEXT NOT NULL,
  rev         INTEGER NOT NULL
) STRICT;
CREATE INDEX old_part_state ON old_part (state, removed_on);
CREATE INDEX old_part_repair ON old_part (repair) WHERE repair IS NOT NULL;
CREATE INDEX old_part_batch ON old_part (batch) WHERE batch IS NOT NULL;
CREATE INDEX old_part_month ON old_part (principal, removed_on);

-- Batches of old parts on their way (旧件返回批次).
CREATE TABLE parts_batch (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  boxes         INTEGER NOT NULL,
  weight_g      INTEGER,
  carrier       TEXT NOT NULL,
  waybill_no    TEXT NOT NULL,
  freight_payer TEXT NOT NULL,
  sent_on       TEXT NOT NULL,
  rev           INTEGER NOT NULL DEFAULT 1 -- how many times its paper was saved
) STRICT;
CREATE INDEX parts_batch_day ON parts_batch (principal, sent_on);

-- Boxes of old parts being packed; a packing becomes the batch of the same identity when it is sent.
CREATE TABLE packing (
  id        TEXT PRIMARY KEY,
  no        TEXT NOT NULL UNIQUE,
  principal TEXT NOT NULL REFERENCES principal (id),
  state     TEXT NOT NULL, -- open, sealed, sent, dissolved
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
  packing  TEXT REFERENCES packing (id), -- none when it was taken out again
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
  open           INTEGER NOT NULL, -- somebody has something to do: a shortage, a wrong part, a dispute without answer
  rev            INTEGER NOT NULL,
  wrong_settlement TEXT,                   -- how pieces that were something else were settled
  wrong_reason     TEXT NOT NULL DEFAULT '',
  wrong_settled_on TEXT
) STRICT;
CREATE INDEX part_result_place ON part_result (open, told_on);

-- What users demanded of their 三包 rights, with the day the legal clocks run from.
CREATE TABLE demand (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT NOT NULL REFERENCES unit (id),
  kind          TEXT NOT NULL, -- repair, exchange, return, reissue (of a lost card), other
  made_on       TEXT NOT NULL,
  words         TEXT NOT NULL,
  no_same_model INTEGER NOT NULL, -- there is no machine of the model to give
  answered_on   TEXT,
  answer        TEXT NOT NULL,
  settled_on    TEXT,
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX demand_unit ON demand (unit, made_on);

-- Claims still open when the desk was taken into use (期初在途核销).
CREATE TABLE opening_claim (
  id         TEXT PRIMARY KEY,
  principal  TEXT NOT NULL REFERENCES principal (id),
  no         TEXT NOT NULL,
  amount_fen INTEGER NOT NULL,
  claimed_on TEXT NOT NULL,
  note       TEXT NOT NULL,
  settled_on    TEXT,                       -- of head office's paper; empty while nothing was decided
  notice_no     TEXT NOT NULL DEFAULT '',   -- its number
  approved_fen  INTEGER,
  deduction_fen INTEGER NOT NULL DEFAULT 0, -- what is deducted from what the dealer owes for goods
  deducted_on   TEXT,
  reason        TEXT NOT NULL DEFAULT '',   -- why it was put right
  void_reason   TEXT,
  rev           INTEGER NOT NULL DEFAULT 1,
  UNIQUE (principal, no)
) STRICT;

-- Claims of repair costs (核销申请), one maker and month each.
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
CREATE INDEX claim_maker ON claim (principal, made_on);

-- One repair in a claim, with its costs as they were, and what head office decided of it.
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
  verdict      TEXT,    -- approved, cut, refused, needs_material; null while nothing is decided
  approved_fen INTEGER,
  reason       TEXT NOT NULL,
  judged_by    TEXT NOT NULL,
  decided_on   TEXT,
  source       TEXT,
  fees         TEXT NOT NULL DEFAULT '[]', -- JSON: what the rules said of its repair when it was claimed
  withdrawn_on TEXT, -- it stays and counts nothing
  withdraw_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX claim_line_place ON claim_line (claim, line_no);
CREATE INDEX claim_line_repair ON claim_line (repair);

-- Notices of settlement (核销通知), one a claim.
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
  answer        TEXT,    -- confirmed, disputed
  answered_on   TEXT,
  answer_note   TEXT NOT NULL,
  source        TEXT NOT NULL, -- file, typed, sync
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_day ON settlement_notice (noticed_on);
CREATE INDEX notice_open ON settlement_notice (noticed_on) WHERE answer IS NULL OR answer <> 'confirmed';

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
CREATE INDEX settlement_notice_no ON settlement_notice (no);

-- Buildings of a month's report that were handed out or sent.
CREATE TABLE report_run (
  id              TEXT PRIMARY KEY,
  no              TEXT NOT NULL UNIQUE,
  principal       TEXT NOT NULL REFERENCES principal (id),
  month           TEXT NOT NULL,
  key             TEXT NOT NULL,
  title           TEXT NOT NULL,
  rows            INTEGER NOT NULL,
  sha256          TEXT NOT NULL,
  file            TEXT NOT NULL, -- name inside blobs/
  built_at        INTEGER NOT NULL,
  acknowledged_on TEXT,
  returned_reason TEXT,
  whole           INTEGER NOT NULL DEFAULT 0, -- tells everything of every customer: the dealer's own copy
  rows_sha256     TEXT NOT NULL DEFAULT ''    -- of its rows for a program in blobs/; empty for a building from before
) STRICT;
CREATE INDEX report_run_month ON report_run (principal, month);

-- What went to head office of a month's reports, by which road (报送台账). One made by itself has neither days nor receipt
-- of its own: those of its buildings are head office's signed receipts.
CREATE TABLE submission (
  id              TEXT PRIMARY KEY,
  principal       TEXT NOT NULL REFERENCES principal (id),
  month           TEXT NOT NULL,
  road            TEXT NOT NULL, -- api, file, post, truck, fax, hand
  asked           TEXT NOT NULL, -- JSON: keys of the sheets asked for on the day
  runs            TEXT NOT NULL, -- JSON: the buildings handed over, each with its key
  by_itself       INTEGER NOT NULL,
  handed_on       TEXT,
  tracking_no     TEXT NOT NULL,
  receiver        TEXT NOT NULL,
  received_on     TEXT,
  receipt_no      TEXT NOT NULL,
  returned_on     TEXT,
  returned_reason TEXT,
  note            TEXT NOT NULL,
  entered_at      INTEGER NOT NULL,
  clock_suspect   INTEGER NOT NULL,
  void_reason     TEXT,
  rev             INTEGER NOT NULL
) STRICT;
CREATE INDEX submission_place ON submission (month, entered_at);
CREATE INDEX submission_maker ON submission (principal, month);
CREATE INDEX submission_receipt ON submission (receipt_no) WHERE receipt_no <> '';
CREATE INDEX submission_returned ON submission (month) WHERE returned_reason IS NOT NULL AND void_reason IS NULL;

-- What head office had said of a building by which it was sent, kept when the same file goes to it a second time: the
-- building itself says what was said last.
CREATE TABLE submission_answer (
  submission      TEXT NOT NULL REFERENCES submission (id),
  run             TEXT NOT NULL REFERENCES report_run (id),
  acknowledged_on TEXT,
  returned_reason TEXT NOT NULL,
  PRIMARY KEY (submission, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_answer_run ON submission_answer (run);

-- Human numbers: next of each type, month and machine. A number given out is never given out again.
CREATE TABLE number_seq (
  kind   TEXT NOT NULL,
  month  TEXT NOT NULL,
  device TEXT NOT NULL,
  next   INTEGER NOT NULL,
  PRIMARY KEY (kind, month, device)
) STRICT, WITHOUT ROWID;

-- Forms that were saved. The same content again (double click, retry) is answered with what was made; another
-- content under the same id is refused.
CREATE TABLE request (
  id     TEXT PRIMARY KEY,
  hash   TEXT NOT NULL, -- of the command and everything typed
  record TEXT NOT NULL, -- id of what was made; of a list, all of them with a blank between
  no     TEXT NOT NULL -- its number, as people say it
) STRICT, WITHOUT ROWID;

-- Half-filled forms: they survive a kill and a power cut.
CREATE TABLE draft (
  key      TEXT PRIMARY KEY,
  content  TEXT NOT NULL,
  saved_at INTEGER NOT NULL
) STRICT;

-- Columns a person matched once, per header of a ledger.
CREATE TABLE import_layout (
  header_key TEXT PRIMARY KEY,
  kind       TEXT NOT NULL,
  mapping    TEXT NOT NULL,
  used_at    INTEGER NOT NULL
) STRICT;

-- People at the desk, those who left included. `pin` is an argon2id hash; `pin_rev` rises with every new PIN and
-- every ending; `tries` are wrong PINs in a row, kept so that a restart is no way around the wait; `told` is what has to be
-- said at the next sign-in.
CREATE TABLE operator (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  role     TEXT NOT NULL,
  pin      TEXT NOT NULL,
  pin_rev  INTEGER NOT NULL,
  made_at  INTEGER NOT NULL,
  ended_at INTEGER,
  tries    INTEGER NOT NULL,
  tried_at INTEGER NOT NULL,
  told     TEXT NOT NULL,
  rev      INTEGER NOT NULL DEFAULT 1 -- raised by each save of the person, not by tries
) STRICT;
CREATE UNIQUE INDEX operator_name ON operator (name_key);

-- Every write, chained: each line's hash covers the line before it, and its operator where it has one. Without: written by
-- the program, or before the desk had operators.
CREATE TABLE audit (
  id        INTEGER PRIMARY KEY,
  at        INTEGER NOT NULL,
  op        TEXT NOT NULL,
  subject   TEXT NOT NULL,
  detail    TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash      TEXT NOT NULL,
  operator  TEXT REFERENCES operator (id)
) STRICT;
CREATE INDEX audit_subject ON audit (subject);
CREATE INDEX audit_operator ON audit (operator);

-- One stream of records per maker; a restore or a copy of the disk starts a new epoch.
CREATE TABLE stream (
  principal TEXT NOT NULL REFERENCES principal (id),
  epoch     TEXT NOT NULL,
  current   INTEGER NOT NULL,
  next_seq  INTEGER NOT NULL,
  made_at   INTEGER NOT NULL,
  PRIMARY KEY (principal, epoch)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX stream_current ON stream (principal) WHERE current = 1;

-- What head office must get, exactly as it will be sent. Written with the record, in one transaction.
CREATE TABLE outbox (
  rid          INTEGER PRIMARY KEY,
  principal    TEXT NOT NULL REFERENCES principal (id),
  epoch        TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  record_id    TEXT NOT NULL,
  rev          INTEGER NOT NULL,
  base_rev     INTEGER,
  kind         TEXT NOT NULL,
  schema       INTEGER NOT NULL,
  no           TEXT NOT NULL, -- human number, for the ledger
  title        TEXT NOT NULL, -- one line, for the ledger
  hash         TEXT NOT NULL,
  state        TEXT NOT NULL, -- pending, inflight, acked, rejected, deferred
  created_at   INTEGER NOT NULL,
  due_on       TEXT,
  attempts     INTEGER NOT NULL DEFAULT 0,
  batch_id     TEXT,
  last_code    TEXT,
  last_field   TEXT,
  last_message TEXT,
  receipt      TEXT, -- JSON: whole, or its place in a receipt_tree
  received_at  INTEGER,
  acked_at     INTEGER,
  UNIQUE (principal, epoch, seq)
) STRICT;
-- The order of sending, so that a batch out of a long queue is the beginning of an index.
CREATE INDEX outbox_waiting ON outbox (principal, state, attempts >= 4, due_on IS NULL, due_on, created_at, seq)
  WHERE state <> 'acked';
CREATE INDEX outbox_record ON outbox (record_id, rev);
-- What head office turned down after it took it: few.
CREATE INDEX outbox_turned_down ON outbox (record_id) WHERE state = 'acked' AND last_code IS NOT NULL;

-- The exact bytes, which never change, apart from how far they came: a verdict moves a short row.
CREATE TABLE outbox_body (
  rid  INTEGER PRIMARY KEY REFERENCES outbox (rid),
  body TEXT NOT NULL
) STRICT;

-- One signature of head office over the receipts of a batch: a receipt names its tree and its place in it.
CREATE TABLE receipt_tree (
  id        INTEGER PRIMARY KEY,
  principal TEXT NOT NULL REFERENCES principal (id),
  account   TEXT NOT NULL, -- JSON: the maker's and the dealer's code on the wire, and the pinned key it verifies against
  root      TEXT NOT NULL,
  signature TEXT NOT NULL,
  leaves    BLOB NOT NULL, -- 32 bytes each, in their order
  UNIQUE (principal, root, signature)
) STRICT;

-- What head office refused, or turned down after it took it, and nobody has dealt with since. A line that has a later rev is
-- corrected, one of a cancelled record is settled by that, and one of a report by the sheet of the month sent again.
-- From the few that came back to their lines, never the other way: a save asks for the line of its record.
CREATE VIEW outbox_returned AS
SELECT o.rid, o.principal
FROM outbox o
WHERE o.state = 'rejected' AND o.state <> 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
  AND NOT EXISTS (SELECT 1 FROM card c WHERE c.id = o.record_id AND c.state = 'voided')
  AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.id = o.record_id AND r.state = 'voided')
  AND NOT EXISTS (
    SELECT 1 FROM report_run r
    JOIN report_run again ON again.principal = r.principal AND again.month = r.month AND again.key = r.key
      AND (again.built_at, again.no) > (r.built_at, r.no)
    JOIN outbox sent ON sent.record_id = again.id
    WHERE r.id = o.record_id)
UNION ALL
SELECT o.rid, o.principal
FROM card c INDEXED BY card_refused
CROSS JOIN outbox o ON o.record_id = c.id
WHERE c.state = 'returned' AND o.state = 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
UNION ALL
SELECT o.rid, o.principal
FROM repair r INDEXED BY repair_to_mend
CROSS JOIN outbox o ON o.record_id = r.id
WHERE (r.state = 'draft' OR r.returned_reason IS NOT NULL) AND r.returned_reason IS NOT NULL
  AND r.state <> 'voided' AND o.state = 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
UNION ALL
SELECT o.rid, o.principal
FROM report_run r
CROSS JOIN outbox o ON o.record_id = r.id
WHERE r.returned_reason IS NOT NULL AND o.state = 'acked'
  AND NOT EXISTS (
    SELECT 1 FROM report_run again
    JOIN outbox sent ON sent.record_id = again.id
    WHERE again.principal = r.principal AND again.month = r.month AND again.key = r.key
      AND (again.built_at, again.no) > (r.built_at, r.no))
UNION ALL
SELECT o.rid, o.principal
FROM outbox o INDEXED BY outbox_turned_down
WHERE o.state = 'acked' AND o.last_code IS NOT NULL AND o.kind IN ('part', 'remedy', 'reversal', 'form_entry')
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
  AND NOT EXISTS (SELECT 1 FROM old_part p WHERE p.id = o.record_id AND p.state = 'voided')
  AND NOT EXISTS (SELECT 1 FROM remedy_case r WHERE r.id = o.record_id AND r.state = 'voided');

-- Who this desk is at each head office (JSON, with the device's key: encrypted where the database is).
CREATE TABLE sync_account (
  principal TEXT PRIMARY KEY REFERENCES principal (id),
  account   TEXT NOT NULL
) STRICT;

-- What sync remembers between runs, and the feed cursor.
CREATE TABLE sync_link (
  principal TEXT PRIMARY KEY REFERENCES principal (id),
  link      TEXT NOT NULL,
  cursor    TEXT
) STRICT;

-- The one uploader.
CREATE TABLE sync_lease (
  principal TEXT PRIMARY KEY,
  holder    TEXT NOT NULL,
  until     INTEGER NOT NULL
) STRICT;

-- What head office sent down; an unknown kind is kept as it came.
CREATE TABLE inbox (
  id          TEXT PRIMARY KEY,
  principal   TEXT NOT NULL REFERENCES principal (id),
  kind        TEXT NOT NULL,
  title       TEXT NOT NULL,
  body        TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  read_at     INTEGER
) STRICT;
CREATE INDEX inbox_day ON inbox (principal, received_at);

-- Files for head office (blobs/<sha256>), and how far they came.
CREATE TABLE blob_transfer (
  principal TEXT NOT NULL REFERENCES principal (id),
  sha256    TEXT NOT NULL,
  size      INTEGER NOT NULL,
  state     TEXT NOT NULL, -- pending, done, failed
  proof     TEXT,          -- head office's signed answer
  code      TEXT,
  tried_at  INTEGER,
  made_at   INTEGER NOT NULL,
  PRIMARY KEY (principal, sha256)
) STRICT, WITHOUT ROWID;

-- Reasons of due days and periods, JSON with every step. Each text once: machines sold on one day under one rule share theirs.
CREATE TABLE reason (
  id   INTEGER PRIMARY KEY, -- the beginning of its hash, or the next free number
  text TEXT NOT NULL
) STRICT;

-- 三包 periods of machines as they were computed. A row is never changed: a later one supersedes it. Machines are not
-- referred to by a foreign key: a row follows from one that was just read, and none is ever deleted.
CREATE TABLE coverage (
  id            INTEGER PRIMARY KEY,
  unit          TEXT NOT NULL,
  sale          TEXT,
  component     TEXT NOT NULL,
  start_on      TEXT,
  effective_end TEXT,
  running       INTEGER NOT NULL, -- a suspension is open: the end moves with today
  rule          TEXT NOT NULL,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        INTEGER REFERENCES reason (id), -- null where nothing can be computed
  trouble       TEXT, -- why nothing can be computed
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL, -- what made the desk compute it
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
CREATE INDEX coverage_unit ON coverage (unit) WHERE superseded_at IS NULL;
CREATE INDEX coverage_end ON coverage (effective_end) WHERE superseded_at IS NULL;

-- Due days about records as they were computed. A row is never changed: a later one supersedes it.
CREATE TABLE deadline (
  id            INTEGER PRIMARY KEY,
  subject       TEXT NOT NULL, -- card, repair, old_part, repair_record, demand, report, call, entry
  record        TEXT NOT NULL,
  no            TEXT NOT NULL,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT, -- null for an old part from before the first day, a month's report and a call
  rule          TEXT NOT NULL,
  start_on      TEXT,
  start_at      INTEGER, -- where it counts from an instant
  due_on        TEXT,
  due_at        INTEGER,
  warn_on       TEXT, -- first day on which it is shown as at risk
  state         TEXT NOT NULL, -- pending, met, late (met after its day), waived, void
  at_risk_fen   INTEGER,
  pack          TEXT NOT NULL,
  pack_version  TEXT NOT NULL,
  reason        INTEGER REFERENCES reason (id),
  evidence      TEXT, -- JSON with what met or ended it; null while nothing did
  trouble       TEXT,
  computed_at   INTEGER NOT NULL,
  why           TEXT NOT NULL,
  superseded_by INTEGER,
  superseded_at INTEGER
) STRICT;
CREATE INDEX deadline_record ON deadline (record) WHERE superseded_at IS NULL;
CREATE INDEX deadline_unit ON deadline (unit) WHERE superseded_at IS NULL;
-- With every column that is asked for, so that counting reads nothing else.
CREATE INDEX deadline_open ON deadline (subject, warn_on, principal, due_on, at_risk_fen, state, superseded_at)
  WHERE superseded_at IS NULL AND state = 'pending';
CREATE INDEX deadline_dear ON deadline (at_risk_fen DESC, due_on, subject, principal, warn_on)
  WHERE superseded_at IS NULL AND state = 'pending';

-- Calls for service: 产品售后服务登记表 and 叫修登记簿 are two views of it.
CREATE TABLE call (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT REFERENCES principal (id), -- null where nobody knows the maker
  received_at   INTEGER NOT NULL,
  channel       TEXT NOT NULL, -- phone, letter, visit, head_office, wechat
  caller        TEXT NOT NULL,
  phone         TEXT NOT NULL,
  phone_key     TEXT NOT NULL,
  customer      TEXT REFERENCES customer (id), -- null where he is not known
  unit          TEXT REFERENCES unit (id), -- null for a machine the desk does not know
  serial        TEXT NOT NULL, -- as told
  model         TEXT NOT NULL,
  product       TEXT NOT NULL,
  area          TEXT, -- city, suburb
  address       TEXT NOT NULL,
  complaint     TEXT NOT NULL,
  urgency       TEXT NOT NULL, -- normal, urgent
  forwarded_at  INTEGER, -- by head office
  task_no       TEXT NOT NULL, -- head office's
  note          TEXT NOT NULL,
  steps         TEXT NOT NULL, -- JSON: every step as it was put in, corrected ones with the reason
  state         TEXT NOT NULL, -- open, arranged, dispatched, arrived, referred, done, signed, closed, voided
  place         INTEGER NOT NULL, -- in the list: below zero while it waits to be dispatched, the oldest first; then the newest first
  words         TEXT NOT NULL, -- what it is found by
  repair        TEXT REFERENCES repair (id), -- the one opened from it
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL,
  follows       TEXT REFERENCES call (id), -- the earlier call it comes after (E14)
  serial_key    TEXT NOT NULL DEFAULT '' -- what the serial is compared by (V17)
) STRICT;
CREATE INDEX call_place ON call (place);
CREATE INDEX call_received ON call (received_at);
CREATE INDEX call_open ON call (received_at) WHERE state NOT IN ('closed', 'voided');
CREATE INDEX call_phone ON call (phone_key);
CREATE INDEX call_unit ON call (unit) WHERE unit IS NOT NULL;
CREATE INDEX call_customer ON call (customer) WHERE customer IS NOT NULL;
CREATE UNIQUE INDEX call_repair ON call (repair) WHERE repair IS NOT NULL;
CREATE INDEX call_serial ON call (serial_key) WHERE serial_key <> '' AND state NOT IN ('closed', 'voided');
CREATE INDEX call_follows ON call (follows) WHERE follows IS NOT NULL;

-- Machines taken in: 客户商品领取收据, and the register of what comes in and goes out.
CREATE TABLE custody (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT REFERENCES principal (id), -- null where nobody knows the maker
  call          TEXT REFERENCES call (id), -- the one it came in with
  repair        TEXT REFERENCES repair (id), -- the repair of it
  customer      TEXT REFERENCES customer (id), -- null where he is not known
  unit          TEXT REFERENCES unit (id), -- null for a machine the desk does not know
  bearer        TEXT NOT NULL, -- who brought it
  phone         TEXT NOT NULL,
  serial        TEXT NOT NULL, -- as read
  serial_key    TEXT NOT NULL,
  model         TEXT NOT NULL,
  product       TEXT NOT NULL,
  outside       TEXT NOT NULL, -- how it looks
  accessories   TEXT NOT NULL,
  fault         TEXT NOT NULL, -- as told
  in_at         INTEGER NOT NULL,
  in_on         TEXT NOT NULL, -- its day
  promises      TEXT NOT NULL, -- JSON: every day promised, the one that stands last
  promised_on   TEXT, -- that one
  shelf         TEXT NOT NULL, -- where it is kept
  note          TEXT NOT NULL,
  hand_overs    TEXT NOT NULL, -- JSON: every hand-over as it was put in, those taken back with the reason
  state         TEXT NOT NULL, -- here, returned, taken_away, voided
  place         INTEGER NOT NULL, -- in the list: what is here by the day promised, then what left, the newest first
  words         TEXT NOT NULL, -- what it is found by
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

-- 修护卡: what hangs on a machine while it is worked on.
CREATE TABLE job_card (
  repair      TEXT PRIMARY KEY REFERENCES repair (id),
  plan        TEXT NOT NULL, -- work planned
  began_at    INTEGER,
  ended_at    INTEGER,
  inspections TEXT NOT NULL, -- JSON: every look of the director
  entered_at  INTEGER NOT NULL,
  rev         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases of exchange and return (换货退货): from the right the user was told to what he got.
CREATE TABLE remedy_case (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT NOT NULL REFERENCES unit (id), -- the machine that comes back
  demand        TEXT NOT NULL REFERENCES demand (id), -- whose clocks run
  sale          TEXT REFERENCES sale (id), -- the one it is about; null for a machine somebody else sold
  made_on       TEXT NOT NULL,
  ground        TEXT NOT NULL, -- JSON: the right with its rule, as it was told that day
  papers        TEXT NOT NULL, -- JSON: every word about a paper; of one paper the last counts
  steps         TEXT NOT NULL, -- JSON: every step as it was put in, corrected ones with the reason
  state         TEXT NOT NULL, -- open … closed, voided
  stage         INTEGER NOT NULL, -- 0 waits to be settled, 1 settled and not closed, 2 over
  new_sale      TEXT REFERENCES sale (id), -- of the machine given in exchange
  new_unit      TEXT REFERENCES unit (id), -- that machine
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL,
  came_back_on  TEXT, -- day the machine came back by exchange or return
  came_back_by  TEXT  -- machine, refund
) STRICT;
CREATE INDEX remedy_case_back ON remedy_case (came_back_on) WHERE came_back_on IS NOT NULL;
CREATE INDEX remedy_case_place ON remedy_case (stage, made_on);
CREATE INDEX remedy_case_unit ON remedy_case (unit);
CREATE UNIQUE INDEX remedy_case_pending ON remedy_case (unit) WHERE stage = 0; -- one at a time
CREATE INDEX remedy_case_demand ON remedy_case (demand);
CREATE INDEX remedy_case_sale ON remedy_case (sale) WHERE sale IS NOT NULL;
CREATE UNIQUE INDEX remedy_case_new_sale ON remedy_case (new_sale) WHERE new_sale IS NOT NULL;
CREATE INDEX remedy_case_new_unit ON remedy_case (new_unit) WHERE new_unit IS NOT NULL;

-- Paid service receipts: what a user paid, and its invoice. One that stands a repair.
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
  user_fault    INTEGER NOT NULL, -- the user's own fault within the period
  parts         TEXT NOT NULL, -- JSON: each with what limits its price
  way           TEXT NOT NULL, -- cash, invoice_first
  way_reason    TEXT,    -- JSON: the rule's computation
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

-- Statements of a quarter's service fee, version by version.
CREATE TABLE fee_statement (
  id             TEXT PRIMARY KEY,
  principal      TEXT NOT NULL REFERENCES principal (id),
  quarter        TEXT NOT NULL, -- 2026Q4; of a fee by the year's sales 2026
  version        INTEGER NOT NULL,
  made_on        TEXT NOT NULL,
  months         TEXT NOT NULL, -- JSON: cards and fee of each month
  cards          INTEGER NOT NULL,
  unit_fen       INTEGER,
  fee_fen        INTEGER NOT NULL,
  forfeit        TEXT,    -- false_card, breach
  forfeit_reason TEXT NOT NULL,
  special_fen    INTEGER NOT NULL,
  special_no     TEXT NOT NULL, -- head office's approval
  total_fen      INTEGER NOT NULL,
  reason         TEXT NOT NULL, -- JSON: the rule's computation
  office_fen     INTEGER, -- head office's figure
  office_no      TEXT NOT NULL,
  confirmed_on   TEXT,
  answer_note    TEXT NOT NULL,
  replaced       INTEGER NOT NULL, -- a later version took its place
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

-- What the dealer owes a maker for goods, line by line; a notice of settlement is deducted by one line of its own.
CREATE TABLE payable_line (
  id            TEXT PRIMARY KEY, -- of a deduction: that of its notice
  principal     TEXT NOT NULL REFERENCES principal (id),
  on_day        TEXT NOT NULL,
  kind          TEXT NOT NULL,    -- opening, goods, payment, deduction, service_fee, freight, other_up, other_down
  fen           INTEGER NOT NULL, -- as it stands on the paper
  effect_fen    INTEGER NOT NULL, -- what it adds to what is owed; below zero when it takes away
  paper_no      TEXT NOT NULL,
  cause         TEXT,             -- of freight
  paid_by       TEXT,             -- who paid the freight: dealer, maker
  notice        TEXT UNIQUE REFERENCES settlement_notice (id),
  note          TEXT NOT NULL,
  reason        TEXT,             -- JSON: the rule's computation
  entered_on    TEXT NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL,
  statement     TEXT REFERENCES fee_statement (id), -- the quarter whose service fee it credits
  entry         INTEGER NOT NULL DEFAULT 0, -- the order in which lines were put in
  labour_fen    INTEGER,          -- of stock the dealer dismantled: what restoring it costs
  opening_claim TEXT REFERENCES opening_claim (id) -- the claim from before the first day it deducts
) STRICT;
CREATE INDEX payable_day ON payable_line (principal, on_day, id);
CREATE UNIQUE INDEX payable_statement ON payable_line (statement) WHERE statement IS NOT NULL AND void_reason IS NULL;
CREATE UNIQUE INDEX payable_opening ON payable_line (opening_claim) WHERE opening_claim IS NOT NULL AND void_reason IS NULL;
CREATE INDEX payable_order ON payable_line (principal, on_day, entry);
CREATE INDEX payable_entry ON payable_line (principal, entry);
CREATE INDEX payable_of_opening ON payable_line (opening_claim) WHERE opening_claim IS NOT NULL;

-- Policy packs of makers, as the exact bytes that were signed. Packs the program ships are not here. A newer version
-- of a maker stands behind the older ones; none is taken away.
CREATE TABLE policy_pack (
  rid            INTEGER PRIMARY KEY, -- order of installing
  principal      TEXT NOT NULL REFERENCES principal (id),
  pack           TEXT NOT NULL,
  version        TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  effective_to   TEXT,
  file           TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  seal           TEXT NOT NULL, -- JSON
  key            TEXT NOT NULL, -- the public key that signed
  origin         TEXT NOT NULL, -- file, feed
  installed_by   TEXT NOT NULL,
  installed_at   INTEGER NOT NULL,
  UNIQUE (principal, pack, version)
) STRICT;

-- Who compared which words of a rule with its source, and who took that back: of one rule's words the last line counts.
CREATE TABLE rule_tick (
  rid       INTEGER PRIMARY KEY,
  pack      TEXT NOT NULL,
  version   TEXT NOT NULL, -- in which it was ticked
  section   TEXT NOT NULL,
  key       TEXT NOT NULL,
  hash      TEXT NOT NULL, -- of the rule's words
  checked   INTEGER NOT NULL,
  note      TEXT NOT NULL,
  ticked_by TEXT NOT NULL,
  ticked_on TEXT NOT NULL,
  ticked_at INTEGER NOT NULL
) STRICT;

-- Years of working days and holidays that arrived after the program was made; of one year the last line counts.
CREATE TABLE work_calendar (
  rid          INTEGER PRIMARY KEY,
  year         INTEGER NOT NULL,
  file         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  origin       TEXT NOT NULL, -- file, feed
  installed_by TEXT NOT NULL,
  installed_at INTEGER NOT NULL
) STRICT;

-- Photographs, signatures and signed papers of records. Only added to; the files lie in blobs/<sha256>.
CREATE TABLE attachment (
  id               TEXT PRIMARY KEY,
  subject          TEXT NOT NULL, -- repair, call, sale, old_part, demand, submission, entry
  record           TEXT NOT NULL,
  kind             TEXT NOT NULL, -- photo, signature, paper
  tag              TEXT,
  caption          TEXT NOT NULL,
  sha256           TEXT NOT NULL, -- name of the file
  thumb_sha256     TEXT NOT NULL,
  strokes_sha256   TEXT,
  mime             TEXT NOT NULL,
  bytes            INTEGER NOT NULL,
  width            INTEGER NOT NULL,
  height           INTEGER NOT NULL,
  taken_at         INTEGER,
  added_at         INTEGER NOT NULL,
  device           TEXT NOT NULL,
  clock_suspect    INTEGER NOT NULL,
  signer           TEXT NOT NULL,
  relation         TEXT,
  likeness         TEXT NOT NULL, -- where the dark parts of a signature lie; empty for a photograph
  alike            TEXT, -- the first signature that is the same picture (E39)
  superseded_by    TEXT,
  supersede_reason TEXT NOT NULL,
  field            TEXT NOT NULL DEFAULT '' -- of an entry: its field
) STRICT;
CREATE INDEX attachment_record ON attachment (subject, record);
-- A photograph is on a record once; a signature may be there again with its signer put right.
CREATE UNIQUE INDEX attachment_photo ON attachment (subject, record, sha256) WHERE kind = 'photo';
CREATE INDEX attachment_file ON attachment (sha256);
CREATE INDEX attachment_alike ON attachment (alike) WHERE alike IS NOT NULL;
CREATE INDEX attachment_signed ON attachment (added_at) WHERE likeness <> '';
-- Papers that were printed: what stood on each, frozen, so that it can be printed again as it was. The PDF itself lies in
-- blobs under its hash. The same content again is the same line.
CREATE TABLE print_run (
  id              TEXT PRIMARY KEY,
  no              TEXT NOT NULL, -- of the record, or of the first of several
  paper           TEXT NOT NULL, -- receipt_card, repair_record, custody_receipt, job_card, tag_labels, tag_sheet, packing_list, form_entry
  principal       TEXT NOT NULL REFERENCES principal (id),
  record          TEXT NOT NULL, -- id of the record, or of the first of several
  key             TEXT NOT NULL UNIQUE, -- hash over paper, template, data and pictures
  template_sha256 TEXT NOT NULL,
  data            TEXT NOT NULL, -- JSON, as the template was given it
  sha256          TEXT NOT NULL, -- of the PDF
  pages           INTEGER NOT NULL,
  missing         TEXT NOT NULL, -- characters the font did not have
  made_at         INTEGER NOT NULL,
  printed_at      INTEGER NOT NULL, -- the last time
  times           INTEGER NOT NULL
) STRICT;
CREATE INDEX print_run_record ON print_run (record, printed_at);
-- New parts that came back for old ones (以旧换新), or were bought at cost; a part that is not here is out with all its pieces.
CREATE TABLE part_exchange (
  old_part     TEXT PRIMARY KEY REFERENCES old_part (id),
  got_milli    INTEGER NOT NULL,
  bought_milli INTEGER NOT NULL,
  on_day       TEXT NOT NULL, -- of the last of them
  paper_no     TEXT NOT NULL, -- the maker's shipping note or bill
  reason       TEXT NOT NULL,
  done         INTEGER NOT NULL, -- nothing was out any more when it was saved; what is out now follows from the part
  rev          INTEGER NOT NULL
) STRICT;

-- Head offices' own .xlsx forms of workbooks. The newest version of a maker's workbook is the one that is filled; withdrawn, the
-- program's own layout is. The file lies here and not in a folder: what made a month goes with every backup.
CREATE TABLE report_template (
  id          TEXT PRIMARY KEY,
  principal   TEXT NOT NULL REFERENCES principal (id),
  key         TEXT NOT NULL,    -- W01 …
  version     INTEGER NOT NULL, -- 1, 2 … of this maker and workbook
  name        TEXT NOT NULL,    -- of the file, as it came
  sha256      TEXT NOT NULL,
  size        INTEGER NOT NULL,
  file        BLOB NOT NULL,    -- the exact bytes
  came_on     TEXT NOT NULL,    -- the day head office handed it out
  sheet       TEXT NOT NULL,    -- of the repeated row
  row         INTEGER NOT NULL, -- the repeated row, as Excel counts
  made_at     INTEGER NOT NULL,
  void_reason TEXT,             -- why it is no longer used
  rev         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX report_template_version ON report_template (principal, key, version);

-- Repairs that stayed with a machine when its sale was amended to another serial: a person looks at each.
CREATE TABLE repair_left (
  repair  TEXT PRIMARY KEY REFERENCES repair (id),
  sale    TEXT NOT NULL REFERENCES sale (id),
  left_on TEXT NOT NULL
) STRICT;
CREATE INDEX repair_left_sale ON repair_left (sale);

-- Months of a maker that are closed: what was reported in them, as it was reported.
CREATE TABLE month_close (
  id        TEXT PRIMARY KEY,
  no        TEXT NOT NULL UNIQUE, -- maker's code and month, as the trail and people name it
  principal TEXT NOT NULL REFERENCES principal (id),
  month     TEXT NOT NULL,
  dealer    TEXT NOT NULL,        -- JSON: the dealer as the sheets named it
  closed_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX month_close_month ON month_close (principal, month);
CREATE TABLE month_close_sheet (
  close         TEXT NOT NULL REFERENCES month_close (id),
  key           TEXT NOT NULL,        -- W01 …
  run           TEXT NOT NULL REFERENCES report_run (id), -- the building that stands for it
  sha256        TEXT NOT NULL,        -- of the workbook in blobs/
  rows_sha256   TEXT NOT NULL,        -- of its rows for a program in blobs/
  data_sha256   TEXT NOT NULL,        -- over the rows below, in their order
  layout_sha256 TEXT NOT NULL,        -- of the layout it was printed by
  fields        TEXT NOT NULL,        -- JSON: names of the cells below
  template      TEXT REFERENCES report_template (id), -- head office's own form, where it was used
  month_of      TEXT NOT NULL DEFAULT '', -- the day that decided which rows are of the month; empty: the usual one
  PRIMARY KEY (close, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX month_close_sheet_run ON month_close_sheet (run);
CREATE INDEX month_close_sheet_template ON month_close_sheet (template) WHERE template IS NOT NULL;
CREATE TABLE month_close_row (
  close    TEXT NOT NULL REFERENCES month_close (id),
  key      TEXT NOT NULL,
  place    INTEGER NOT NULL,     -- 1, 2 … in the sheet
  standing TEXT NOT NULL,        -- of_month, red, blue
  origin   TEXT NOT NULL REFERENCES month_close (id), -- the month the row is of; of red and blue rows an earlier one
  line     TEXT NOT NULL,        -- the record, or the line of it, that keeps its name
  record   TEXT NOT NULL,
  cells    TEXT NOT NULL,        -- JSON: what was printed, each value with its kind
  PRIMARY KEY (close, key, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX month_close_row_origin ON month_close_row (origin, key);
CREATE INDEX month_close_row_record ON month_close_row (record);
CREATE INDEX month_close_row_standing ON month_close_row (close, key, place) WHERE standing <> 'of_month';

-- Forms as data: definitions as they were when an entry was written with them, the entries, and what they are found by.
CREATE TABLE form_definition (
  hash      TEXT PRIMARY KEY, -- SHA-256 of the source
  key       TEXT NOT NULL,
  version   INTEGER NOT NULL,
  principal TEXT REFERENCES principal (id), -- the maker whose pack it came with; null for a built-in one
  source    TEXT NOT NULL, -- JSON, as it was read
  kept_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX form_definition_maker ON form_definition (principal) WHERE principal IS NOT NULL;

-- Entries (登记) of all forms. rid is the number under which the index of words knows an entry.
CREATE TABLE entry (
  rid           INTEGER PRIMARY KEY,
  id            TEXT NOT NULL UNIQUE,
  form          TEXT NOT NULL,
  definition    TEXT NOT NULL REFERENCES form_definition (hash),
  no            TEXT NOT NULL,
  principal     TEXT REFERENCES principal (id), -- null where it is of no maker
  state         TEXT NOT NULL, -- a key of the form's
  open          INTEGER NOT NULL, -- the state is not final
  day           TEXT NOT NULL,
  title         TEXT NOT NULL,
  body          TEXT NOT NULL, -- JSON: values by field
  unique_key    TEXT, -- hash of the fields in which no two standing entries are alike; null where the form has none
  predecessor   TEXT REFERENCES entry (id),
  travelled     INTEGER NOT NULL, -- head office was told of it
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_no ON entry (form, no);
CREATE INDEX entry_day ON entry (form, day);
CREATE INDEX entry_standing ON entry (form, void_reason, open);
CREATE INDEX entry_open ON entry (id) WHERE open AND principal IS NOT NULL AND void_reason IS NULL;
CREATE INDEX entry_definition ON entry (definition);
CREATE INDEX entry_maker ON entry (principal) WHERE principal IS NOT NULL;
CREATE INDEX entry_predecessor ON entry (predecessor) WHERE predecessor IS NOT NULL;
CREATE UNIQUE INDEX entry_unique ON entry (unique_key) WHERE unique_key IS NOT NULL AND void_reason IS NULL;

-- Every version of an entry, as it was written.
CREATE TABLE entry_rev (
  entry      TEXT NOT NULL REFERENCES entry (id),
  rev        INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  operator   TEXT REFERENCES operator (id),
  step       TEXT, -- key of the step that was taken; null for writing
  from_state TEXT, -- null for the first version
  to_state   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  body       TEXT NOT NULL,
  PRIMARY KEY (entry, rev)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_rev_operator ON entry_rev (operator) WHERE operator IS NOT NULL;

-- What an entry can be narrowed by and added up, in the order of the register, its days and that of its last change: rewritten
-- with the entry.
CREATE TABLE entry_value (
  form  TEXT NOT NULL,
  field TEXT NOT NULL, -- a field, or `state`, `principal`, `.changed`
  value TEXT NOT NULL, -- empty where it is only added up
  day   TEXT NOT NULL,
  rid   INTEGER NOT NULL REFERENCES entry (rid),
  n     INTEGER, -- what is added up
  PRIMARY KEY (form, field, value, day, rid)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_value_entry ON entry_value (rid);

-- Records an entry names, so that their pages show it: rewritten with the entry.
CREATE TABLE entry_link (
  kind   TEXT NOT NULL, -- customer, unit, call, repair, sale, part, principal, technician, form:KEY
  target TEXT NOT NULL, -- id of the record, or the name of a technician
  rid    INTEGER NOT NULL REFERENCES entry (rid),
  field  TEXT NOT NULL,
  PRIMARY KEY (kind, target, rid, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_link_entry ON entry_link (rid);

-- Words of entries: one token a character, and beginnings and tails of numbers and initials.
CREATE VIRTUAL TABLE entry_index USING fts5 (
  chars, words, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '2 3 4'
);

-- Papers head office sent down (form_paper), every version as it came, and the entry it became.
CREATE TABLE office_paper (
  principal    TEXT NOT NULL REFERENCES principal (id),
  paper        TEXT NOT NULL, -- identity head office gave it
  version      INTEGER NOT NULL,
  item         TEXT NOT NULL, -- message it came by
  title        TEXT NOT NULL,
  body         TEXT NOT NULL, -- JSON, as it came
  entry        TEXT REFERENCES entry (id), -- null while it is none
  trouble      TEXT NOT NULL, -- why it is no entry; what it names that is not here
  received_at  INTEGER NOT NULL,
  closed_at    INTEGER, -- a step was taken with it, or a later version stands in its place
  PRIMARY KEY (principal, paper, version)
) STRICT, WITHOUT ROWID;
CREATE INDEX office_paper_open ON office_paper (received_at) WHERE closed_at IS NULL;
CREATE INDEX office_paper_entry ON office_paper (entry, version) WHERE entry IS NOT NULL;
CREATE INDEX office_paper_item ON office_paper (item);

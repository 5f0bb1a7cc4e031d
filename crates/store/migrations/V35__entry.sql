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

-- What an entry can be narrowed by and added up, in the order of the register: rewritten with the entry.
CREATE TABLE entry_value (
  form  TEXT NOT NULL,
  field TEXT NOT NULL, -- a field, or `state`, `principal`
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

-- Which field of an entry a photograph or signature is of; empty for other records.
ALTER TABLE attachment ADD COLUMN field TEXT NOT NULL DEFAULT '';

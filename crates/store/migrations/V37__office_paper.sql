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

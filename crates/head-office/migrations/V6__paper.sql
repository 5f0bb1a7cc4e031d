-- Which paper of ours an entry answers, so that the answers to one are found without reading the others.
ALTER TABLE record ADD COLUMN paper TEXT GENERATED ALWAYS AS
  (CASE kind WHEN 'form_entry' THEN CAST(body ->> '$.paper.id' AS TEXT) END) VIRTUAL;
CREATE INDEX record_by_paper ON record (paper) WHERE kind = 'form_entry';

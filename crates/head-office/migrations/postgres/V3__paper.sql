-- Which paper of ours an entry answers, so that the answers to one are found without reading the others.
ALTER TABLE record ADD COLUMN paper TEXT;
CREATE INDEX record_by_paper ON record (paper) WHERE paper IS NOT NULL;

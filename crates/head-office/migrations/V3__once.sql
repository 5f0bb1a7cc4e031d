-- A form that sends something sends it once: the trail's line of it holds the key, in the same commit.
ALTER TABLE trail ADD COLUMN once TEXT;
CREATE UNIQUE INDEX trail_once ON trail (once);

-- Which record a reversal cancels.
ALTER TABLE record ADD COLUMN reverses TEXT GENERATED ALWAYS AS
  (CASE kind WHEN 'reversal' THEN CAST(body ->> '$.of' AS TEXT) END) VIRTUAL;
CREATE INDEX record_reversal ON record (dealer, reverses) WHERE kind = 'reversal';

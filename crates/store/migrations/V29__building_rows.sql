-- The rows of a building for a program, kept in blobs/ under their hash beside its workbook: what went to head office on paper
-- is compared by them when the month is closed. Empty for a building from before.
ALTER TABLE report_run ADD COLUMN rows_sha256 TEXT NOT NULL DEFAULT '';

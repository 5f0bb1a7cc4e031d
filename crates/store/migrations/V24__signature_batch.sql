-- One file may be a signature twice: with the signer who was put right. A photograph stays once on a record.
DROP INDEX attachment_record;
CREATE INDEX attachment_record ON attachment (subject, record);
CREATE UNIQUE INDEX attachment_photo ON attachment (subject, record, sha256) WHERE kind = 'photo';
-- How many times the paper of a batch was saved: two windows do not put an old waybill back.
ALTER TABLE parts_batch ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
-- How pieces that were something else than the list says were settled.
ALTER TABLE part_result ADD COLUMN wrong_settlement TEXT;
ALTER TABLE part_result ADD COLUMN wrong_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE part_result ADD COLUMN wrong_settled_on TEXT;

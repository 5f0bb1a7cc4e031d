-- What head office decided of a claim from before the first day, and the line of the account that deducts it.
ALTER TABLE opening_claim ADD COLUMN settled_on TEXT;
ALTER TABLE opening_claim ADD COLUMN notice_no TEXT NOT NULL DEFAULT '';
ALTER TABLE opening_claim ADD COLUMN approved_fen INTEGER;
ALTER TABLE opening_claim ADD COLUMN deduction_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE opening_claim ADD COLUMN deducted_on TEXT;
ALTER TABLE opening_claim ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE opening_claim ADD COLUMN void_reason TEXT;
ALTER TABLE opening_claim ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;

ALTER TABLE payable_line ADD COLUMN opening_claim TEXT REFERENCES opening_claim (id);
CREATE UNIQUE INDEX payable_opening ON payable_line (opening_claim) WHERE opening_claim IS NOT NULL AND void_reason IS NULL;
CREATE INDEX payable_of_opening ON payable_line (opening_claim) WHERE opening_claim IS NOT NULL;

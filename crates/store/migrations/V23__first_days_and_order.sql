-- A card counts by the day head office first had it, however often it is told again; what was turned down after it was taken does not.
ALTER TABLE card ADD COLUMN first_acknowledged_on TEXT;
UPDATE card SET first_acknowledged_on = coalesce(
  (
    SELECT date(min(o.received_at) / 1000, 'unixepoch', '+8 hours')
    FROM outbox o
    WHERE o.record_id = card.id AND o.kind = 'card' AND o.state = 'acked'
  ),
  acknowledged_on
)
WHERE acknowledged_on IS NOT NULL
  AND NOT (
    state = 'returned'
    AND EXISTS (SELECT 1 FROM outbox o WHERE o.record_id = card.id AND o.rev = card.rev AND o.state = 'acked')
  );
CREATE INDEX card_first_acknowledged ON card (first_acknowledged_on) WHERE first_acknowledged_on IS NOT NULL;

-- Lines of the account in the order of their entry; a deduction's id is that of its notice, which is older.
ALTER TABLE payable_line ADD COLUMN entry INTEGER NOT NULL DEFAULT 0;
UPDATE payable_line SET entry = rowid;
CREATE INDEX payable_order ON payable_line (principal, on_day, entry);
CREATE INDEX payable_entry ON payable_line (principal, entry);

-- Labour that restores what the dealer dismantled; it stands beside the freight.
ALTER TABLE payable_line ADD COLUMN labour_fen INTEGER;

-- Jobs the user pays, to be found without their receipts.
CREATE INDEX repair_paid ON repair (completed_on, id)
  WHERE payer = 'paid' AND completed_on IS NOT NULL AND state <> 'voided';

-- By which day a sheet's rows stood in a closed month, the days other rules may name, and what was reported of a record.
ALTER TABLE month_close_sheet ADD COLUMN month_of TEXT NOT NULL DEFAULT '';
CREATE INDEX month_close_row_record ON month_close_row (record);
CREATE INDEX repair_reported ON repair (principal, reported_on);
CREATE INDEX repair_handed_over ON repair (principal, handed_over_on) WHERE handed_over_on IS NOT NULL;
CREATE INDEX sale_sold ON sale (principal, sold_on);
CREATE INDEX sale_delivered ON sale (principal, delivered_on) WHERE delivered_on IS NOT NULL;
CREATE INDEX sale_entered ON sale (principal, entered_on);

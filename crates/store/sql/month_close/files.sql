-- Five sheets a month: a year of ten makers is 600.
SELECT sha256 FROM month_close_sheet
UNION SELECT rows_sha256 FROM month_close_sheet;

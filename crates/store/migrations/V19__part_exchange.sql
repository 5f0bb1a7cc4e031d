-- New parts that came back for old ones, or were bought at cost.
CREATE TABLE part_exchange (
  old_part     TEXT PRIMARY KEY REFERENCES old_part (id),
  got_milli    INTEGER NOT NULL,
  bought_milli INTEGER NOT NULL,
  on_day       TEXT NOT NULL,
  paper_no     TEXT NOT NULL,
  reason       TEXT NOT NULL,
  done         INTEGER NOT NULL,
  rev          INTEGER NOT NULL
) STRICT;

CREATE TABLE remedy_case (
  id            TEXT PRIMARY KEY,
  no            TEXT NOT NULL UNIQUE,
  principal     TEXT NOT NULL REFERENCES principal (id),
  unit          TEXT NOT NULL REFERENCES unit (id),
  demand        TEXT NOT NULL REFERENCES demand (id),
  sale          TEXT REFERENCES sale (id),
  made_on       TEXT NOT NULL,
  ground        TEXT NOT NULL,
  papers        TEXT NOT NULL,
  steps         TEXT NOT NULL,
  state         TEXT NOT NULL,
  stage         INTEGER NOT NULL,
  new_sale      TEXT REFERENCES sale (id),
  new_unit      TEXT REFERENCES unit (id),
  entered_at    INTEGER NOT NULL,
  clock_suspect INTEGER NOT NULL,
  void_reason   TEXT,
  rev           INTEGER NOT NULL
) STRICT;
CREATE INDEX remedy_case_place ON remedy_case (stage, made_on);
CREATE INDEX remedy_case_unit ON remedy_case (unit);
CREATE UNIQUE INDEX remedy_case_pending ON remedy_case (unit) WHERE stage = 0;
CREATE INDEX remedy_case_demand ON remedy_case (demand);
CREATE INDEX remedy_case_sale ON remedy_case (sale) WHERE sale IS NOT NULL;
CREATE UNIQUE INDEX remedy_case_new_sale ON remedy_case (new_sale) WHERE new_sale IS NOT NULL;
CREATE INDEX remedy_case_new_unit ON remedy_case (new_unit) WHERE new_unit IS NOT NULL;

-- The day a machine came back by exchange or return, and how: lists and month sheets ask for it.
ALTER TABLE remedy_case ADD COLUMN came_back_on TEXT;
ALTER TABLE remedy_case ADD COLUMN came_back_by TEXT;
UPDATE remedy_case SET
  came_back_on = (
    SELECT j.value ->> '$.on' FROM json_each(remedy_case.steps) j
    WHERE j.value ->> '$.kind' = 'settled' AND j.value ->> '$.ended' IS NULL
  ),
  came_back_by = (
    SELECT j.value ->> '$.outcome' FROM json_each(remedy_case.steps) j
    WHERE j.value ->> '$.kind' = 'settled' AND j.value ->> '$.ended' IS NULL
  )
WHERE void_reason IS NULL;
UPDATE remedy_case SET came_back_on = NULL, came_back_by = NULL
WHERE came_back_by IS NULL OR came_back_by NOT IN ('machine', 'refund');
CREATE INDEX remedy_case_back ON remedy_case (came_back_on) WHERE came_back_on IS NOT NULL;

-- Repairs that stayed with a machine when its sale was amended to another serial: a person looks at each.
CREATE TABLE repair_left (
  repair  TEXT PRIMARY KEY REFERENCES repair (id),
  sale    TEXT NOT NULL REFERENCES sale (id),
  left_on TEXT NOT NULL
) STRICT;
CREATE INDEX repair_left_sale ON repair_left (sale);

CREATE INDEX settlement_notice_no ON settlement_notice (no);

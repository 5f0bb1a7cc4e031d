-- Whether some machine is of a model is asked on 今日, of models whose product nobody named.
CREATE INDEX unit_model ON unit (model);

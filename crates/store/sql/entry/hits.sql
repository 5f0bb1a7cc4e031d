SELECT count(*) FROM (
  SELECT 1 FROM entry_index WHERE entry_index MATCH :match AND rowid BETWEEN :low AND :high LIMIT :hits
);

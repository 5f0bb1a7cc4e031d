INSERT OR REPLACE INTO entry_index (rowid, chars, words) VALUES (:rid, :chars, :words);

SELECT CAST(max(rowid) AS TEXT) FROM inbox;

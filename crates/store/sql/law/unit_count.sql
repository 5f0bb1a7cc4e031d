SELECT count(*) FROM unit;

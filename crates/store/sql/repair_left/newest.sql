-- The newest first: what was left behind lately is what somebody still has to look at.
SELECT l.repair, l.sale, l.left_on FROM repair_left l ORDER BY l.rowid DESC LIMIT :limit;

DELETE FROM entry_value WHERE rid = :rid;

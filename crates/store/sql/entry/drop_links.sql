DELETE FROM entry_link WHERE rid = :rid;

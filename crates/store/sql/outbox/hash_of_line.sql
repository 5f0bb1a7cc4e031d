SELECT hash FROM outbox WHERE rid = :line;

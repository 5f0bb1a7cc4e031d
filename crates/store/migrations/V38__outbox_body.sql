PRAGMA user_version = 5;

-- What is sent stands apart from how far it came: a verdict moves a short row, and the bytes, which never change, are not written again.
-- A batch is found among what waits: an index of its own for that cost every line two writes.
CREATE TABLE outbox_body (
  rid  INTEGER PRIMARY KEY REFERENCES outbox (rid),
  body TEXT NOT NULL
) STRICT;
INSERT INTO outbox_body (rid, body) SELECT rid, body FROM outbox ORDER BY rid;
ALTER TABLE outbox DROP COLUMN body;
DROP INDEX outbox_batch;

-- One signature of head office over the receipts of a batch: a receipt names its tree and its place in it.
CREATE TABLE receipt_tree (
  id        INTEGER PRIMARY KEY,
  principal TEXT NOT NULL REFERENCES principal (id),
  account   TEXT NOT NULL, -- JSON: the maker's and the dealer's code on the wire, and the pinned key it verifies against
  root      TEXT NOT NULL,
  signature TEXT NOT NULL,
  leaves    BLOB NOT NULL, -- 32 bytes each, in their order
  UNIQUE (principal, root, signature)
) STRICT;

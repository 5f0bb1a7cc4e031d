-- One signature over the receipts of a batch. A record's signature is then the root and its place, root:place.
CREATE TABLE receipt_tree (
  root      TEXT PRIMARY KEY,
  dealer    TEXT NOT NULL REFERENCES dealer (code),
  signature TEXT NOT NULL,
  leaves    BLOB NOT NULL   -- 32 bytes each, in their order
) STRICT;
CREATE INDEX receipt_tree_dealer ON receipt_tree (dealer);

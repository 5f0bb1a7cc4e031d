-- What went to many dealers is listed once: packs and calendars with how many have them.
CREATE INDEX feed_by_kind ON feed (kind, hash, created_at);

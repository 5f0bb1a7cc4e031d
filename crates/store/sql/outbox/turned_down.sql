-- What head office said of a line after it took it; the receipt stays.
UPDATE outbox SET last_code = :code, last_field = :field, last_message = :message
WHERE rid = :line;

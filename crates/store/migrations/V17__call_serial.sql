-- What a machine is known by when the desk does not have it: a second call for it is asked about.
ALTER TABLE call ADD COLUMN serial_key TEXT NOT NULL DEFAULT '';
-- As TEXT-1 has it: the serial without white space, which it is kept without, and without hyphens.
UPDATE call SET serial_key = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(serial, '-', ''), '_', ''), char(8208), ''), char(8209), ''), char(8210), ''), char(8211), ''), char(8212), ''), char(8213), ''), char(8722), ''), char(173), '');
CREATE INDEX call_serial ON call (serial_key) WHERE serial_key <> '' AND state NOT IN ('closed', 'voided');

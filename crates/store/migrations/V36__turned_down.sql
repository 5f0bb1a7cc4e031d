-- A part, a case of exchange or return, an entry of a form, or a reversal that was turned down after it was taken came back like any other line.
-- What head office turned down after it took it: few.
CREATE INDEX outbox_turned_down ON outbox (record_id) WHERE state = 'acked' AND last_code IS NOT NULL;
DROP VIEW outbox_returned;
CREATE VIEW outbox_returned AS
SELECT o.rid, o.principal
FROM outbox o
WHERE o.state = 'rejected' AND o.state <> 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
  AND NOT EXISTS (SELECT 1 FROM card c WHERE c.id = o.record_id AND c.state = 'voided')
  AND NOT EXISTS (SELECT 1 FROM repair r WHERE r.id = o.record_id AND r.state = 'voided')
  AND NOT EXISTS (
    SELECT 1 FROM report_run r
    JOIN report_run again ON again.principal = r.principal AND again.month = r.month AND again.key = r.key
      AND (again.built_at, again.no) > (r.built_at, r.no)
    JOIN outbox sent ON sent.record_id = again.id
    WHERE r.id = o.record_id)
UNION ALL
SELECT o.rid, o.principal
FROM card c INDEXED BY card_refused
CROSS JOIN outbox o ON o.record_id = c.id
WHERE c.state = 'returned' AND o.state = 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
UNION ALL
SELECT o.rid, o.principal
FROM repair r INDEXED BY repair_to_mend
CROSS JOIN outbox o ON o.record_id = r.id
WHERE (r.state = 'draft' OR r.returned_reason IS NOT NULL) AND r.returned_reason IS NOT NULL
  AND r.state <> 'voided' AND o.state = 'acked'
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
UNION ALL
SELECT o.rid, o.principal
FROM report_run r
CROSS JOIN outbox o ON o.record_id = r.id
WHERE r.returned_reason IS NOT NULL AND o.state = 'acked'
  AND NOT EXISTS (
    SELECT 1 FROM report_run again
    JOIN outbox sent ON sent.record_id = again.id
    WHERE again.principal = r.principal AND again.month = r.month AND again.key = r.key
      AND (again.built_at, again.no) > (r.built_at, r.no))
UNION ALL
SELECT o.rid, o.principal
FROM outbox o INDEXED BY outbox_turned_down
WHERE o.state = 'acked' AND o.last_code IS NOT NULL AND o.kind IN ('part', 'remedy', 'reversal', 'form_entry')
  AND NOT EXISTS (SELECT 1 FROM outbox later WHERE later.record_id = o.record_id AND later.rev > o.rev)
  AND NOT EXISTS (SELECT 1 FROM old_part p WHERE p.id = o.record_id AND p.state = 'voided')
  AND NOT EXISTS (SELECT 1 FROM remedy_case r WHERE r.id = o.record_id AND r.state = 'voided');

-- What this desk refused by itself (too large for the way, or no batch) never reached head office. Its code has the sentence; the words
-- of a box on the way were kept for head office's.
UPDATE outbox SET last_message = NULL
WHERE state = 'rejected' AND state <> 'acked' AND last_code IN ('too_large', 'bad_batch') AND last_message LIKE 'status %';

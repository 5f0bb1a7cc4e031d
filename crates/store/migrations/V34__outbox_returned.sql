-- What head office refused, or turned down after it took it, and nobody has dealt with since. A line that has a later rev is
-- corrected, one of a cancelled record is settled by that, and one of a report by the sheet of the month sent again.
-- From the few that came back to their lines, never the other way: a save asks for the line of its record.
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
      AND (again.built_at, again.no) > (r.built_at, r.no));

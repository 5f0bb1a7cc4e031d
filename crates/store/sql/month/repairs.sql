-- `corrected`: changed after an earlier revision left the desk, or after the paper of this month did.
-- Repairs as W01 prints them. Which ones, and in which order, is said by what follows (month/repairs.rs).
-- `again`: the machine was repaired before; `repeated`: the fault lay in the same place then, or, where no place is noted,
-- read the same.
-- `due_on`: the last day as it is kept; what was waived or fell away is no day.
-- Parts read `name␟thousandths␟unit`, parted by ␞: how a quantity is written is not the store's business.
SELECT
  r.id, r.unit, r.no, r.reported_on, r.channel, cu.name AS customer, cu.phone, cu.county, cu.town, cu.village, m.product,
  m.code AS model, u.serial, u.engine_no,
  coalesce(
    (SELECT s.sold_on FROM sale s
     WHERE s.unit = r.unit AND s.void_reason IS NULL AND s.sold_on <= r.reported_on
     ORDER BY s.sold_on DESC LIMIT 1),
    (SELECT s.sold_on FROM sale s WHERE s.unit = r.unit AND s.void_reason IS NULL ORDER BY s.sold_on LIMIT 1)
  ) AS sold_on,
  r.usage_milli, r.usage_unit, r.in_warranty, r.fault, r.fault_place, r.cause, r.responsibility, r.method,
  (SELECT group_concat(p.name || char(31) || p.qty_milli || char(31) || p.unit, char(30) ORDER BY p.line_no)
   FROM repair_part p
   WHERE p.repair = r.id AND p.dropped = 0 AND (r.completed_on <= :until OR p.replaced_on <= :until)) AS parts,
  r.technician, r.received_on, r.completed_on, r.labour_milli_hours, r.labour_fen, r.material_fen, r.travel_fen,
  r.other_fen, r.user_signed, r.user_rating,
  (SELECT group_concat(o.state ORDER BY o.tag_no) FROM old_part o WHERE o.repair = r.id AND o.state <> 'voided') AS old_parts,
  r.note, r.share_consent,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.stands_on <= r.reported_on AND b.completed_on IS NOT NULL AND b.rowid <> r.rowid AND b.void_reason IS NULL
  ) AS again,
  EXISTS (
    SELECT 1 FROM repair b
    WHERE b.unit = r.unit AND b.stands_on <= r.reported_on AND b.completed_on IS NOT NULL AND b.rowid <> r.rowid AND b.void_reason IS NULL
      AND b.fault_place = r.fault_place AND (r.fault_place <> '' OR b.fault = r.fault)
  ) AS repeated,
  (SELECT d.due_on FROM deadline d
   WHERE d.record = r.id AND d.superseded_at IS NULL AND d.rule = :rule AND d.state IN ('pending', 'met', 'late')) AS due_on,
  CASE WHEN r.rev > 1 THEN EXISTS (
    SELECT 1 FROM outbox q
    WHERE q.record_id = r.id AND q.base_rev IS NOT NULL AND (
      EXISTS (SELECT 1 FROM outbox e WHERE e.record_id = q.record_id AND e.rev < q.rev AND e.state <> 'pending')
      OR EXISTS (
        SELECT 1 FROM submission b
        WHERE b.principal = :principal AND b.month = substr(:first, 1, 7) AND b.by_itself = 0 AND b.void_reason IS NULL
          AND b.entered_at < q.created_at
      )
    )
  ) ELSE 0 END AS corrected
FROM repair r
CROSS JOIN customer cu ON cu.id = r.customer
CROSS JOIN unit u ON u.id = r.unit
CROSS JOIN model m ON m.id = u.model

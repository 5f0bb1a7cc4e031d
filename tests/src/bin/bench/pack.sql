-- What a large dealer's month has beside its repairs (month.sql): sales of the month with their cards, second parts, old parts.
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) SELECT i FROM n;

INSERT INTO customer (id, name, name_key, phone, phone_key, phone_rev, county, town, village)
SELECT printf('01900000-0000-7000-9001-%012x', i), '刘秀英' || i % 97, '刘秀英' || i % 97, '1991' || printf('%07d', i),
  '1991' || printf('%07d', i), printf('%07d', i), '清河县', '柳林镇', '王家村' || i % 40 || '号'
FROM n;

INSERT INTO unit (id, principal, model, serial, serial_key, serial_rev, engine_no, engine_key, frame_no)
SELECT printf('01900000-0000-7000-9002-%012x', i), (SELECT id FROM principal), (SELECT id FROM model),
  'HN26' || printf('%07d', i), 'HN26' || printf('%07d', i), printf('%07d', i), 'Z' || printf('%07d', i),
  'Z' || printf('%07d', i), ''
FROM n;

INSERT INTO sale (
  id, no, principal, unit, customer, sold_on, invoice_no, invoice_on, price_fen, subsidy_fen, seller, outlet, note,
  entered_on, clock_suspect
)
SELECT printf('01900000-0000-7000-9003-%012x', i), printf('XT%07d', i), (SELECT id FROM principal),
  printf('01900000-0000-7000-9002-%012x', i), printf('01900000-0000-7000-9001-%012x', i),
  printf('2026-10-%02d', i % 31 + 1), printf('%08d', i), printf('2026-10-%02d', i % 31 + 1), 7650000 + i, 1912000,
  '李敏', '柳林网点', '', '2026-10-31', 0
FROM n;

INSERT INTO card (id, no, no_key, sale, state, share_consent, user_signed, due_on, queued_on, rev)
SELECT printf('01900000-0000-7000-9004-%012x', i), printf('SB%07d', i), printf('SB%07d', i),
  printf('01900000-0000-7000-9003-%012x', i), 'queued', i % 2, 1, printf('2026-11-%02d', i % 28 + 1),
  printf('2026-10-%02d', i % 31 + 1), 1
FROM n;

INSERT INTO repair_part (
  id, repair, line_no, code, name, spec, unit, qty_milli, price_fen, return_required, wants_replacement, replaced_on
)
SELECT printf('01900000-0000-7000-9005-%012x', row_number() OVER (ORDER BY first.id)), first.repair, 2, '006396', '转向油缸', '',
  '件', 1000, 113700, 0, 0, first.replaced_on
FROM repair_part first
ORDER BY first.id
LIMIT 5000;

INSERT INTO old_part (
  id, tag_no, principal, repair_part, repair, repair_no, code, name, spec, qty_milli, value_fen, removed_on, state, bin,
  box_no, reason, rev
)
SELECT printf('01900000-0000-7000-9006-%012x', row_number() OVER (ORDER BY p.id)),
  printf('JJ%07d', row_number() OVER (ORDER BY p.id)), (SELECT id FROM principal), p.id, p.repair, r.no, p.code, p.name,
  p.spec, p.qty_milli, 17600, p.replaced_on, 'in_store', 'A-' || r.rowid % 20, '', '', 1
FROM repair_part p
JOIN repair r ON r.id = p.repair
WHERE p.line_no = 1;

DROP TABLE n;

-- A month of repairs as they lie in the desk's tables: every one with its machine, owner, sale and one part. Repairs were
-- entered day by day; their machines, sold in other years, lie anywhere (7919 shares no factor with the number of rows).
CREATE TEMP TABLE n AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n;

INSERT INTO customer (id, name, name_key, phone, phone_key, phone_rev, county, town, village)
SELECT printf('01900000-0000-7000-8001-%012x', i), '王建国' || i % 97, '王建国' || i % 97, '1990' || printf('%07d', i),
  '1990' || printf('%07d', i), printf('%07d', i), '清河县', '张店镇', '陈家村' || i % 40 || '号'
FROM n;

INSERT INTO unit (id, principal, model, serial, serial_key, serial_rev, engine_no, engine_key, frame_no)
SELECT printf('01900000-0000-7000-8002-%012x', i), (SELECT id FROM principal), (SELECT id FROM model),
  'HH26' || printf('%07d', i), 'HH26' || printf('%07d', i), printf('%07d', i), 'Y' || printf('%07d', i),
  'Y' || printf('%07d', i), ''
FROM n;

INSERT INTO sale (id, no, principal, unit, customer, sold_on, invoice_no, seller, outlet, note, entered_on, clock_suspect)
SELECT printf('01900000-0000-7000-8003-%012x', i), printf('XS%07d', i), (SELECT id FROM principal),
  printf('01900000-0000-7000-8002-%012x', i), printf('01900000-0000-7000-8001-%012x', i),
  printf('2025-%02d-%02d', i % 12 + 1, i % 28 + 1), '', '', '', '', '2025-12-31', 0
FROM n;

INSERT INTO repair (
  id, no, no_key, principal, unit, customer, channel, reported_on, reported_time, received_on, arrived_time, completed_on,
  usage_milli, usage_unit, in_warranty, payer, fault, fault_place, cause, responsibility, method, work, technician,
  labour_milli_hours, labour_fen, material_fen, travel_fen, other_fen, user_signed, user_rating, note, share_consent,
  state, entered_on, clock_suspect, rev
)
SELECT printf('01900000-0000-7000-8004-%012x', i), printf('WX%07d', i), printf('WX%07d', i), (SELECT id FROM principal),
  printf('01900000-0000-7000-8002-%012x', i * 7919 % 100000 + 1), printf('01900000-0000-7000-8001-%012x', i * 7919 % 100000 + 1), 'phone',
  printf('2026-10-%02d', (i - 1) * 31 / 100000 + 1), '', printf('2026-10-%02d', (i - 1) * 31 / 100000 + 1), '', printf('2026-10-%02d', (i - 1) * 31 / 100000 + 1),
  i % 900 * 500, 'hour', i % 3 > 0, 'warranty', '发动机冒黑烟、动力不足', '发动机' || i % 14, '自然磨损', '厂家', 'replace', '', '赵师傅',
  1500, 6000, i * 7919 % 900000, 1200, 0, 1, '满意', '', i % 2, 'draft', '2026-10-31', 0, 1
FROM n;

INSERT INTO repair_part (
  id, repair, line_no, code, name, spec, unit, qty_milli, price_fen, return_required, wants_replacement, replaced_on
)
SELECT printf('01900000-0000-7000-8005-%012x', i), printf('01900000-0000-7000-8004-%012x', i), 1, '055665', '轴承 6206', '', '件',
  2000, 8800, 1, 0, printf('2026-10-%02d', (i - 1) * 31 / 100000 + 1)
FROM n;

INSERT INTO deadline (
  subject, record, no, principal, unit, rule, start_on, due_on, state, pack, pack_version, computed_at, why
)
SELECT 'repair', printf('01900000-0000-7000-8004-%012x', i), printf('WX%07d', i), (SELECT id FROM principal),
  printf('01900000-0000-7000-8002-%012x', i * 7919 % 100000 + 1), 'repair.complete',
  printf('2026-10-%02d', (i - 1) * 31 / 100000 + 1), printf('2026-11-%02d', i % 28 + 1), 'met', 'CN-ag-2010', '2026.1', 0, ''
FROM n;

DROP TABLE n;

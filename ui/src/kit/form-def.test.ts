import { describe, expect, it } from 'vitest';
import { bringIn, given, placeOnScreen, placeSent, type FieldDef, type Row } from './form-def';
import { cellText } from './form-text';

const field = (key: string, kind: FieldDef['kind'], more: Partial<FieldDef> = {}): FieldDef => ({
  key,
  title: key,
  kind,
  required: false,
  help: '',
  width: 1,
  unit: '',
  decimals: 0,
  most: null,
  shape: 'plain',
  codes: [],
  levels: [],
  to: '',
  columns: [],
  rows_max: null,
  computed: false,
  conditional: false,
  draw: false,
  copy: false,
  ...more,
});

const FIELDS = [
  field('name', 'text'),
  field('ok', 'yes_no'),
  field('qty', 'number'),
  field('sum', 'money', { computed: true }),
  field('photos', 'photo'),
  field('lines', 'table', {
    columns: [field('part', 'text'), field('each', 'money'), field('all', 'money', { computed: true })],
  }),
];

describe('what is sent', () => {
  it('is what somebody wrote: no empty boxes, no blank rows, nothing the program computes', () => {
    const row: Row = {
      name: '',
      ok: false,
      qty: 0,
      sum: 5,
      photos: 'x',
      lines: [{ part: '', each: null }, { part: '皮带', each: 300, all: 600 }, {}],
    };
    expect(given(FIELDS, row)).toEqual({ ok: false, qty: 0, lines: [{ part: '皮带', each: 300 }] });
  });

  it('a row that only the program wrote into is blank', () => {
    expect(given(FIELDS, { lines: [{ all: 600 }] })).toEqual({});
  });
});

describe('what is answered', () => {
  it('finds its row though blank rows before it were not sent', () => {
    const row: Row = { lines: [{}, { part: '皮带' }, {}, { part: '油' }] };
    expect(placeOnScreen(FIELDS, row, 'values.lines[1].each')).toBe('lines[3].each');
    expect(placeOnScreen(FIELDS, row, 'lines[0].part')).toBe('lines[1].part');
    expect(placeOnScreen(FIELDS, row, 'lines[9].part')).toBe('lines');
    expect(placeOnScreen(FIELDS, row, 'name')).toBe('name');
    expect(placeSent(FIELDS, row, 'lines[3].part')).toBe('lines[1].part');
    expect(placeSent(FIELDS, row, 'name')).toBe('name');
  });

  it('brings in what is computed and leaves what was typed', () => {
    const row: Row = { name: '魏', sum: null, lines: [{}, { part: '皮带', each: 300 }] };
    bringIn(
      FIELDS,
      row,
      { name: '孟', qty: 2000, sum: 600, lines: [{ part: '带', each: 1, all: 600 }] },
      false,
    );
    expect(row).toEqual({ name: '魏', sum: 600, lines: [{}, { part: '皮带', each: 300, all: 600 }] });
  });

  it('takes away what is no longer computed', () => {
    const row: Row = { sum: 600 };
    bringIn(FIELDS, row, {}, false);
    expect(row.sum).toBeNull();
  });

  it('fills what a chosen record offers into empty boxes only', () => {
    const row: Row = { name: '魏', qty: null };
    bringIn(FIELDS, row, { name: '孟', qty: 2000, ok: true }, true);
    expect(row).toMatchObject({ name: '魏', qty: 2000, ok: true });
  });
});

it('values are said in the words of their field', () => {
  const says = (one: FieldDef, value: Row[string]): string => cellText(one, value, (id) => `[${id}]`);
  expect([
    says(field('a', 'day'), '2026-11-21'),
    says(field('a', 'instant'), Date.parse('2026-11-21T01:30:00Z')),
    says(field('a', 'number', { unit: '台', decimals: 1 }), 12_500),
    says(field('a', 'money'), 123_400),
    says(field('a', 'yes_no'), false),
    says(field('a', 'rating', { levels: ['好', '差'] }), 2),
    says(field('a', 'choice', { codes: [{ code: 'q', title: '质量' }] }), 'q'),
    says(field('a', 'choice'), 'gone'),
    says(field('a', 'ref'), 'u-1'),
    says(field('a', 'text', { shape: 'phone' }), '19900717470'),
    says(field('a', 'table'), [{}, {}]),
    says(field('a', 'text'), null),
  ]).toEqual([
    '2026年11月21日',
    '2026年11月21日 09:30',
    '12.5 台',
    '¥1,234.00',
    '否',
    '差',
    '质量',
    'gone',
    '[u-1]',
    '199 0071 7470',
    '2 行',
    '',
  ]);
});

import { describe, expect, it } from 'vitest';
import type { EntryRow, EntryView, FormGroup, FormView } from '../../api/types';
import { aboutOf, afterEntry, draftOf } from './entry-address';
import { blankEntry, followOthers, fromEntry, ofFields, stepSends, worthKeeping } from './entry-model';
import { formsFound } from './form-find';
import { columnsOf, fieldsOf } from './register-columns';
import { choicesOf } from './register-filters';

type Field = FormView['sections'][number]['fields'][number];
const field = (key: string, kind: Field['kind'], more: Partial<Field> = {}): Field => ({
  key,
  title: key,
  kind,
  required: false,
  help: '',
  width: 1,
  unit: '',
  decimals: 0,
  min: null,
  max: null,
  most: null,
  shape: 'plain',
  codes: [],
  levels: [],
  to: '',
  columns: [],
  rows_max: null,
  computed: false,
  conditional: false,
  locked_in: [],
  draw: false,
  copy: false,
  ...more,
});

const FORM: FormView = {
  key: 'complaint',
  version: 1,
  title: '投诉',
  short: '投诉',
  group: '',
  note: '',
  source: '',
  principal: 'optional',
  says: [],
  day: 'on',
  sections: [
    {
      title: '',
      help: '',
      columns: 2,
      conditional: false,
      fields: [
        field('on', 'day'),
        field('who', 'text'),
        field('kind', 'choice', { codes: [{ code: 'q', title: '质量' }] }),
        field('loss', 'money'),
        field('ok', 'yes_no'),
        field('score', 'rating', { levels: ['好', '差'] }),
      ],
    },
  ],
  states: [
    { key: 'a', title: '受理', tone: 'wait', final: false },
    { key: 'b', title: '结案', tone: 'done', final: true },
  ],
  steps: [],
  columns: ['on', 'who', 'no', 'state', 'principal', 'loss', 'gone'],
  filters: ['kind', 'ok', 'score', 'state', 'who'],
  totals: ['loss'],
  print: null,
  travels: false,
  draws_by: [],
};
const entry = (rev: number, values: EntryView['values']): EntryView =>
  ({ id: 'e', rev, principal: 'HH', values, names: {} }) as unknown as EntryView;

describe('the address of a new entry', () => {
  it('carries what it is about, and its draft is its own', () => {
    expect(aboutOf('unit:u-1')).toEqual({ is: 'record', kind: 'unit', id: 'u-1' });
    expect(aboutOf(afterEntry('e-1', 'refuse')[1] ?? '')).toEqual({ is: 'after', id: 'e-1', step: 'refuse' });
    expect([aboutOf(''), aboutOf('unit')]).toEqual([null, null]);
    const keys = ['', 'unit:u-1', 'unit:u-2', 'after:e-1:x'].map((text) =>
      draftOf('complaint', aboutOf(text)),
    );
    expect(new Set(keys).size).toBe(4);
  });
});

describe('the place of the registers', () => {
  const one = (title: string, note: string) => ({ title, short: title, note, key: 'k', ledger: ['F20'] });
  const groups = [
    { title: '投诉与质量', forms: [one('权限外事项批准单', ''), one('客户投诉登记表', '')] },
    { title: '日报与总结', forms: [one('工作日报表', '当天的投诉也写'), one('周总结', '')] },
  ] as unknown as FormGroup[];
  const found = (term: string) =>
    formsFound(groups, term).flatMap(({ forms }) => forms.map(({ title }) => title));

  it('brings a group by its name, those first that are called so, and others by what they say', () => {
    expect(found('投诉')).toEqual(['客户投诉登记表', '权限外事项批准单', '工作日报表']);
    expect(found(' f20 ')).toHaveLength(4);
    expect(found('')).toEqual(['权限外事项批准单', '客户投诉登记表', '工作日报表', '周总结']);
    expect(found('没有')).toEqual([]);
  });
});

describe('the list of a register', () => {
  const desk = { today: '2026-11-21', makerName: (code: string) => (code === 'HH' ? '华禾' : code) };
  const row = {
    cells: ['2026-11-02', '魏', 'TS1', '受理', 'HH', '¥12.00'],
    principal: 'HH',
    no: 'TS1',
  } as EntryRow;

  it('has what the definition says, each in its own way, and days only where some entry has one', () => {
    const columns = columnsOf(FORM, { loss: '¥99.00' }, false, desk);
    expect(columns.map(({ key }) => key)).toEqual(['state', 'no', 'on', 'who', 'principal', 'loss']);
    expect(columns.map((one) => (one.shown ?? one.text)(row)).slice(1)).toEqual([
      'TS1',
      '11月2日',
      '魏',
      '华禾',
      '¥12.00',
    ]);
    expect(columns.at(-1)).toMatchObject({ align: 'right', total: '¥99.00' });
    expect(columnsOf(FORM, {}, true, desk)[0]?.key).toBe('due');
  });

  it('has room for its longest state, and for a day with its time', () => {
    const long = { key: 'after', title: '视同已售后售出', tone: 'done', final: true };
    const form = { ...FORM, states: [...FORM.states, long], columns: ['at'] };
    form.sections = [{ ...FORM.sections[0], fields: [field('at', 'instant')] }] as FormView['sections'];
    const [state, , at] = columnsOf(form as FormView, {}, false, desk);
    expect(state?.width).toBeGreaterThanOrEqual(60 + 14 * 7);
    // 2026年11月21日 08:30 takes 152 and the cell's own 16.
    expect(at?.width).toBeGreaterThanOrEqual(168);
  });

  it('is narrowed by fields with few answers, asked for as they are kept', () => {
    const choices = choicesOf(FORM);
    expect([...choices.keys()]).toEqual(['kind', 'ok', 'score']);
    expect(choices.get('ok')?.cellOf('false')).toBe(false);
    expect(choices.get('score')?.cellOf('2')).toBe(2);
    expect(choices.get('kind')?.options.map(({ word }) => word)).toEqual(['kind', '质量']);
  });
});

describe('an entry that is typed', () => {
  it('is worth keeping once somebody wrote something', () => {
    const draft = {
      form: 'complaint',
      version: 1,
      principal: '',
      predecessor: null,
      names: {},
      drawn: [],
      notices: [],
    };
    const model = blankEntry({ ...draft, values: { on: '2026-11-21' } });
    const begun = { on: '2026-11-21' };
    expect(worthKeeping(FORM, begun, model)).toBe(false);
    model.values.who = '';
    expect(worthKeeping(FORM, begun, model)).toBe(false);
    model.values.who = '魏';
    expect(worthKeeping(FORM, begun, model)).toBe(true);
  });

  it('of a step sends what changed alone, and an emptied box as an empty text', () => {
    const asked = fieldsOf(FORM).filter(({ key }) => ['who', 'loss', 'kind'].includes(key));
    const model = fromEntry(
      ofFields(asked, entry(1, { who: '魏', loss: 1000, kind: 'q', on: '2026-11-02' })),
    );
    expect(stepSends(asked, model)).toEqual({});
    model.values.who = '';
    model.values.loss = 2000;
    expect(stepSends(asked, model)).toEqual({ who: '', loss: 2000 });
    expect(stepSends(asked, model, new Set(['loss', 'kind']))).toEqual({ who: '', loss: '', kind: '' });
    // The other window took the kind away and wrote another name: the first comes in, the second is told.
    const says = followOthers(FORM, model, ofFields(asked, entry(2, { who: '孟', loss: 1000 })));
    expect(stepSends(asked, model)).toEqual({ who: '', loss: 2000 });
    expect([model.values.kind, model.made_from?.rev]).toEqual([null, 2]);
    expect(says.join()).toContain('孟');
  });

  it('is worth keeping for its reason alone', () => {
    const model = fromEntry(entry(1, { who: '魏' }));
    expect(worthKeeping(FORM, {}, model)).toBe(false);
    model.reason = '听错了';
    expect(worthKeeping(FORM, {}, model)).toBe(true);
  });

  it('takes in what another window changed, and keeps what was typed here', () => {
    const model = fromEntry(entry(1, { who: '魏', loss: 1000, kind: 'q' }));
    model.values.loss = 3000;
    const says = followOthers(FORM, model, entry(2, { who: '孟', loss: 2000, kind: 'q' }));
    expect(model.values).toEqual({ who: '孟', loss: 3000, kind: 'q' });
    expect(model.made_from?.rev).toBe(2);
    expect(says).toHaveLength(2);
    expect(says[0]).toContain('魏');
    expect(says[1]).toContain('¥30.00');
    expect(followOthers(FORM, model, entry(2, { who: '孟', loss: 2000, kind: 'q' }))).toEqual([]);
  });
});

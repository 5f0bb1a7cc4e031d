import { cellText } from '../../kit/form-text';
import { daysBetween } from '../../kit/day';
import type { Row } from '../../kit/form-def';
import type { Commands, DrawnRows, EntryRow, EntryView, FormView, TodayItem } from '../types';
import { FORMS, longForm } from './forms';
import { fieldsOf, findIn, judged, namesIn, type Cells } from './form-rules';
import { found, has, pageOf, refuse, refuseStale } from './sales';
import { newId, now, TODAY, type World } from './world';

type Names =
  | 'form_list'
  | 'form_show'
  | 'entry_list'
  | 'entry_show'
  | 'entry_new'
  | 'entry_check'
  | 'entry_save'
  | 'entry_step'
  | 'entry_void'
  | 'entry_raise'
  | 'paper_take'
  | 'entries_of'
  | 'ref_find';
type Handlers = { [K in Names]: (input: Commands[K]['input']) => Commands[K]['output'] };

const LETTERS: Readonly<Record<string, string>> = {
  complaint: 'TS',
  revisit: 'HF',
  opinion: 'YJ',
  technician_day: 'RB',
};
const HOUR = 3_600_000;
const kept = {
  name: '答复客户',
  no: '',
  met_on: null,
  level: 'soon' as const,
  consequence: '',
  standing: {
    rule_key: 'complaint.answer',
    name: '投诉答复',
    rule_version: 'S0-farm 2026.1',
    source: '三包服务规定 三(五)',
    source_text: '',
    checked: true,
    doubt: null,
    provisional: false,
  },
  steps: ['投诉当天不计，三天内答复。'],
};

const SEED: readonly [form: string, values: (world: World) => Cells, state: string][] = [
  [
    'complaint',
    ({ sales }) => ({
      customer: sales[2]?.customer_id ?? '',
      complainant: sales[2]?.draft.customer.name ?? '',
      phone: sales[2]?.draft.customer.phone ?? '',
      received_on: '2026-11-18',
      channel: 'phone',
      kind: 'quality',
      subject: '变速箱异响',
      account: '上周犁地时变速箱响得厉害，换过一次油还响。',
      unit: sales[2]?.unit_id ?? '',
      fault_on: '2026-11-14',
      hours: 126_500,
      loss: 180_000,
      owner: '陈伟',
      answer_by: '2026-11-21',
    }),
    'assigned',
  ],
  [
    'complaint',
    () => ({
      complainant: '魏海涛',
      phone: '19900717470',
      received_on: '2026-11-20',
      channel: 'visit',
      kind: 'price',
      subject: '收费没有给收据',
    }),
    'received',
  ],
  [
    'complaint',
    () => ({
      complainant: '孟秀兰',
      phone: '0319-5551234',
      received_on: '2026-10-27',
      channel: 'office',
      kind: 'service',
      subject: '报修两天没有人来',
      owner: '李强',
      answer_by: '2026-10-30',
      answer: '当天下午到场修好，已向客户道歉。',
    }),
    'closed',
  ],
  [
    'revisit',
    ({ sales }) => ({
      on: '2026-11-19',
      customer: sales[4]?.customer_id ?? '',
      reached: true,
      score: 2,
      result: '换过的皮带没有再断。',
    }),
    'kept',
  ],
  [
    'opinion',
    () => ({
      on: '2026-11-12',
      name: '孟秀兰',
      attitude: 1,
      speed: 2,
      skill: 1,
      clean: 2,
      quality: 2,
      easy: 1,
      oil: 3,
      strength: 2,
      stock: 4,
      price: 2,
      fit: 1,
      wait: 3,
      explain: 1,
      handover: 1,
      papers: 2,
      promise: 1,
      words: '配件要多备一些。',
    }),
    'kept',
  ],
];

/** `brought` are other forms than the fake's own, nothing written with them. */
export function entryCommands(world: World, more: boolean, brought: FormView[] | null) {
  const forms: readonly FormView[] = brought ?? (more ? [...FORMS, longForm(200)] : FORMS);
  const entries: EntryView[] = [];
  const past = new Set<string | null>();
  const formOf = (key: string): FormView =>
    found(
      forms.find((one) => one.key === key),
      '登记簿',
    );
  const get = (id: string): EntryView =>
    found(
      entries.find((one) => one.id === id),
      '登记',
    );

  /** A day report has the day's repairs: the first two, of somebody who is named the two after them. */
  function drawnBy(form: FormView, values: Cells): { rows: Cells[]; told: DrawnRows[] } {
    if (form.key !== 'technician_day') return { rows: [], told: [] };
    const of = values.technician ? world.repairs.slice(2, 4) : world.repairs.slice(0, 2);
    const rows = of.map((one): Cells => ({
      repair: one.id,
      work: one.draft.work,
      kind: one.draft.in_warranty ? 'warranty' : 'paid',
    }));
    const records = of.map(({ id, no }) => ({ to: 'repair', id, no, title: '' }));
    return { rows, told: [{ field: 'lines', records }] };
  }

  const textOf = (entry: EntryView, key: string): string => {
    const field = fieldsOf(formOf(entry.form)).find((one) => one.key === key);
    const value = (entry.values as Row)[key];
    return field ? cellText(field, value, (id) => entry.names[id]?.title ?? id) : '';
  };
  function settle(entry: EntryView, values: Cells): void {
    const form = formOf(entry.form);
    const checked = judged(world, form, values);
    entry.values = checked.values;
    entry.names = namesIn(world, form, values);
    entry.hidden = checked.hidden;
    entry.required = checked.required;
    entry.day = String(values[form.day] ?? TODAY);
    entry.title = form.says
      .map((key) => textOf(entry, key))
      .filter(Boolean)
      .join(' · ');
  }
  function stand(entry: EntryView, key: string): void {
    const form = formOf(entry.form);
    const state = form.states.find((one) => one.key === key);
    Object.assign(entry, { state: key, state_title: state?.title ?? '', tone: state?.tone ?? '' });
    entry.needs_reason = state?.final === true;
    entry.offers = form.steps.filter(({ from }) => from.includes(key)).map((one) => one.key);
    const waits = form.key === 'complaint' && !state?.final;
    const dueOn = String(entry.values.answer_by ?? entry.day);
    const deadline = waits ? { ...kept, due_on: dueOn } : null;
    entry.due =
      form.key === 'complaint' ? [{ title: '答复客户', deadline, missing: deadline ? '' : '已经办结' }] : [];
  }
  function note(entry: EntryView, step: string, from: string, reason: string): void {
    entry.rev += 1;
    entry.history.push({
      at: now(),
      operator: null,
      step,
      from,
      to: entry.state_title,
      reason,
      rev: entry.rev,
      changes: [],
    });
  }
  function made(form: FormView, values: Cells, state: string, principal = ''): EntryView {
    const n = entries.filter((one) => one.form === form.key).length + 1;
    const entry: EntryView = {
      id: newId('e'),
      rev: 0,
      form: form.key,
      form_title: form.title,
      form_version: form.version,
      definition_known: true,
      no: `${LETTERS[form.key] ?? 'DJ'}2611${String(n).padStart(2, '0')}`,
      principal,
      state,
      state_title: '',
      tone: '',
      day: TODAY,
      title: '',
      values: {},
      hidden: [],
      required: [],
      names: {},
      notices: [],
      due: [],
      history: [],
      offers: [],
      can_amend: true,
      needs_reason: false,
      links: [],
      predecessor: null,
      successors: [],
      travels: form.travels,
      returned_reason: null,
      returned_field: null,
      paper: null,
      newer: null,
      entered_at: now() - HOUR,
      entered_by: null,
      clock_suspect: false,
      void_reason: null,
    };
    settle(entry, values);
    stand(entry, state);
    note(entry, '', '', '');
    entries.unshift(entry);
    return entry;
  }
  function seed(): void {
    for (const [key, values, state] of SEED) made(formOf(key), values(world), state);
    // Written with a form that is no longer here.
    const orphan = made(formOf('revisit'), { on: '2026-09-01', result: '电话打不通' }, 'kept');
    Object.assign(orphan, { definition_known: false, can_amend: false, title: '电话打不通', offers: [] });
  }
  if (brought === null) seed();

  const dayOf = (entry: EntryView): Pick<EntryRow, 'due_on' | 'days_left' | 'level'> => {
    const due_on = (entry.void_reason === null && entry.due[0]?.deadline?.due_on) || null;
    const days_left = due_on ? daysBetween(TODAY, due_on) : null;
    return { due_on, days_left, level: days_left === null ? 'none' : days_left < 0 ? 'late' : 'soon' };
  };
  const row = (entry: EntryView): EntryRow => ({
    id: entry.id,
    form: entry.form,
    form_title: entry.form_title,
    no: entry.no,
    principal: entry.principal,
    day: entry.day,
    state: entry.state,
    state_title: entry.state_title,
    tone: entry.tone,
    title: entry.title,
    cells: formOf(entry.form).columns.map((key) => textOf(entry, key)),
    ...dayOf(entry),
    returned: entry.returned_reason !== null,
    voided: entry.void_reason !== null,
  });
  const written = (entry: EntryView) => ({ value: structuredClone(entry), touched: ['entry' as const] });
  const listed = (query: Commands['entry_list']['input']): EntryView[] =>
    entries.filter(
      (one) =>
        one.form === query.form &&
        (query.voided || one.void_reason === null) &&
        (!query.state || one.state === query.state) &&
        (!query.month || one.day.startsWith(query.month)) &&
        Object.entries(query.filters ?? {}).every(([key, value]) => one.values[key] === value) &&
        has(query.term ?? '', one.no, one.title, ...row(one).cells),
    );
  const names = (entry: EntryView, id: string): boolean => Object.values(entry.values).includes(id);

  const handlers: Handlers = {
    form_list: () => {
      const groups = [...new Set(forms.map((one) => one.group))];
      const counted = (form: FormView) => {
        const of = entries.filter((one) => one.form === form.key && one.void_reason === null);
        const open = of.filter((one) => form.states.some(({ key, final }) => key === one.state && !final));
        const late = open.filter((one) => dayOf(one).level === 'late');
        const { key, title, short, note } = form;
        return {
          key,
          title,
          short,
          note,
          ledger: [],
          open: open.length,
          late: late.length,
          total: of.length,
        };
      };
      const of = (group: string) => forms.filter((one) => one.group === group).map(counted);
      return world.dealer === null ? [] : groups.map((title) => ({ title, forms: of(title) }));
    },
    form_show: ({ key }) => formOf(key),
    entry_list: (query) => {
      const all = listed(query);
      const form = formOf(query.form ?? '');
      const sum = (key: string): string =>
        cellText(
          found(
            fieldsOf(form).find((one) => one.key === key),
            '栏目',
          ),
          all.reduce((n, one) => n + Number(one.values[key] ?? 0), 0),
          (id) => id,
        );
      const totals = Object.fromEntries(form.totals.map((key) => [key, sum(key)]));
      return { ...pageOf(all.map(row), query.limit, query.offset), at_least: false, totals };
    },
    entry_show: ({ id }) => get(id),
    entry_new: ({ form: key, from, predecessor, principal, values }) => {
      const form = formOf(key);
      const before = predecessor ? get(predecessor) : null;
      const kept = before
        ? Object.fromEntries(
            ['customer', 'complainant', 'phone', 'kind', 'subject', 'unit'].flatMap((k) =>
              before.values[k] === undefined ? [] : [[k, before.values[k]]],
            ),
          )
        : {};
      const about = fieldsOf(form).find(({ kind, to }) => kind === 'ref' && to === from?.kind);
      const first = {
        ...kept,
        [form.day]: TODAY,
        ...values,
        ...(about && from ? { [about.key]: from.id } : {}),
      } as Cells;
      const drawn = drawnBy(form, first);
      if (drawn.rows.length > 0) first.lines = drawn.rows;
      return {
        form: key,
        version: form.version,
        principal: principal ?? '',
        predecessor: predecessor ?? null,
        values: first,
        names: namesIn(world, form, first),
        drawn: drawn.told,
        notices: [],
      };
    },
    entry_check({ id, form: key, values, touched, step }) {
      const form = formOf(key);
      const all = { ...(step && id ? get(id).values : {}), ...(values as Cells) } as Cells;
      const anew = form.draws_by.includes(touched) && all.lines === undefined;
      const drawn = drawnBy(form, anew ? all : {});
      if (anew) all.lines = drawn.rows;
      return { ...judged(world, form, all, touched), drawn: anew ? drawn.told : [] };
    },
    entry_save({ request_id, id, rev, form: key, principal, values, reason, predecessor }) {
      const form = formOf(key);
      const { refused } = judged(world, form, values as Cells);
      if (refused.length > 0) refuse(refused);
      if (id) {
        const entry = get(id);
        refuseStale(rev, entry.rev);
        settle(entry, values as Cells);
        note(entry, '', '', reason ?? '');
        return written(entry);
      }
      const again = entries.find((one) => past.has(`${request_id} ${one.id}`));
      if (again) return written(again);
      const entry = made(form, values as Cells, form.states[0]?.key ?? '', principal);
      past.add(`${request_id} ${entry.id}`);
      const before = predecessor ? get(predecessor) : null;
      if (before) {
        entry.predecessor = { id: before.id, no: before.no, title: before.title };
        before.successors.push({ id: entry.id, no: entry.no, title: entry.title });
      }
      return written(entry);
    },
    entry_step({ id, rev, step: key, values, reason }) {
      const entry = get(id);
      refuseStale(rev, entry.rev);
      const step = found(
        formOf(entry.form).steps.find((one) => one.key === key),
        '步骤',
      );
      const bad = step.asks
        .filter((one) => !(values?.[one] ?? entry.values[one]))
        .map((one) => ({ field: one, code: 'missing', message: '没有填' }));
      if (bad.length > 0) refuse(bad);
      const from = entry.state_title;
      settle(entry, { ...entry.values, ...(values as Cells) });
      stand(entry, step.to);
      note(entry, step.title, from, reason ?? '');
      return written(entry);
    },
    entry_void({ id, rev, reason }) {
      const entry = get(id);
      refuseStale(rev, entry.rev);
      entry.void_reason = reason;
      entry.offers = [];
      return written(entry);
    },
    entry_raise({ id, version }) {
      const entry = get(id);
      const from = entry.state_title;
      Object.assign(entry, { form_version: version, newer: null });
      note(entry, '', from, `改用第 ${version} 版表单`);
      return written(entry);
    },
    paper_take: ({ id }) => written(get(id)),
    entries_of: ({ id }) => entries.filter((one) => names(one, id)).map(row),
    ref_find: ({ to, term }) => findIn(world, to, term),
  };
  const due = (): TodayItem[] =>
    entries.flatMap((one): TodayItem[] => {
      const { due_on, days_left } = dayOf(one);
      if (due_on === null) return [];
      return [
        {
          kind: 'entry',
          id: one.id,
          no: one.no,
          principal: '',
          title: `${one.form_title} ${one.title}`,
          reason: '该答复客户了',
          due_on,
          days_left,
          late_ms: null,
          level: 'soon',
          doubt: 'sample',
          at_risk_fen: null,
        },
      ];
    });
  return { handlers, due };
}

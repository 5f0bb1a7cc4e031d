// What the list of a register looks like: columns from the definition, wide enough for their kind.

import type { EntryRow, FormView } from '../../api/types';
import { dayText, shortDay } from '../../kit/day';
import type { Column } from '../../kit/table';
import { t } from '../../text';

type Field = FormView['sections'][number]['fields'][number];
export const STATE = 'state';
const DUE = 'due';

export const fieldsOf = (form: FormView): Field[] => form.sections.flatMap(({ fields }) => fields);

const WIDTHS: Readonly<Partial<Record<Field['kind'], number>>> = {
  day: 128,
  instant: 168,
  money: 112,
  number: 88,
  yes_no: 64,
  rating: 96,
  choice: 104,
};
const SHAPES: Readonly<Record<string, number>> = { phone: 120, code: 120, serial: 128, licence: 120 };
const RIGHT: ReadonlySet<string> = new Set(['money', 'number']);

/** Columns beyond these are left out beside an open panel. */
const STAYS = 3;

/** Days travel as they are kept; anything else is text already. */
const ISO = /^\d{4}-\d\d-\d\d$/;
const cellOf = ({ cells }: EntryRow, at: number): string => {
  const text = cells[at] ?? '';
  return ISO.test(text) ? dayText(text) : text;
};
const dayCell = (text: string | undefined, today: string): string =>
  text && ISO.test(text) ? shortDay(text, today) : (text ?? '');

function fieldColumn(field: Field, at: number, total: string | undefined, today: string): Column<EntryRow> {
  const width = WIDTHS[field.kind] ?? SHAPES[field.shape];
  return {
    key: field.key,
    title: field.title,
    text: (row) => cellOf(row, at),
    ...(field.kind === 'day' ? { shown: (row) => dayCell(row.cells[at], today) } : {}),
    ...(width === undefined ? {} : { width }),
    ...(RIGHT.has(field.kind) ? { align: 'right' as const } : {}),
    ...(SHAPES[field.shape] === undefined ? {} : { mono: true }),
    ...(total === undefined ? {} : { total }),
  };
}

function dueText({ due_on, days_left }: EntryRow): string {
  if (days_left === null) return dayText(due_on);
  return days_left < 0 ? t.due.late(-days_left) : t.due.left(days_left);
}

/** Its longest state stands there whole, with its mark. */
const CHIP = 60;
const LETTER = 14;
const stateWidth = ({ states }: FormView): number =>
  Math.max(112, CHIP + LETTER * Math.max(0, ...states.map(({ title }) => title.length)));

/** `sums` are of all rows that match, by field; `days` says that some entry has a day to keep. */
export function columnsOf(
  form: FormView,
  sums: Readonly<Record<string, string | undefined>>,
  days: boolean,
  { today, makerName }: { today: string; makerName: (code: string) => string },
): Column<EntryRow>[] {
  const fields = new Map(fieldsOf(form).map((field) => [field.key, field]));
  const w = t.register;
  const state: Column<EntryRow> = {
    key: STATE,
    title: w.state,
    width: stateWidth(form),
    text: (r) => r.state_title,
  };
  const cells = form.columns.flatMap((key, at) => {
    const field = fields.get(key);
    if (field) return [fieldColumn(field, at, sums[key], today)];
    // State and number have their own columns.
    const makers = { key, title: t.entry.maker, width: 96, text: (r: EntryRow) => makerName(r.principal) };
    return key === 'principal' ? [makers] : [];
  });
  // Where every column has its width, the last words take what is left.
  const whole: Column<EntryRow>[] = [
    ...(days ? [{ key: DUE, title: w.due, width: 152, text: dueText }] : []),
    ...(form.states.length > 1 ? [state] : []),
    { key: 'no', title: w.no, width: 128, mono: true, tail: true, text: (r) => r.no },
    ...cells.map((column, at) => (at < STAYS ? column : { ...column, wide: true })),
  ];
  if (whole.some(({ width }) => width === undefined)) return whole;
  return [...whole, { key: 'title', title: '', text: () => '', wide: true }];
}

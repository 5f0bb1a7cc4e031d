// A form as data, as far as the screen needs it: what stands where, and of which kind it is. What is hidden, needed,
// computed or refused is answered from outside (`FormState`); nothing here judges a value.

import { inject, provide, toRaw, type InjectionKey } from 'vue';
import type { Option } from './pick';

export type FieldKind =
  | 'text'
  | 'long_text'
  | 'day'
  | 'instant'
  | 'number'
  | 'money'
  | 'choice'
  | 'yes_no'
  | 'rating'
  | 'ref'
  | 'photo'
  | 'signature'
  | 'table';

/** Text, code, id or day; fen, thousandths, milliseconds or a level; yes or no; rows of a table. */
export type Cell = boolean | number | string | Row[];
/** Values by the key of their field; one without a value is null or not there. */
export interface Row {
  [field: string]: Cell | null | undefined;
}

/** As it is sent: nothing that is empty. */
export type SentCell = boolean | number | string | Sent[];
export interface Sent {
  [field: string]: SentCell;
}

export interface FieldDef {
  key: string;
  title: string;
  kind: FieldKind;
  required: boolean;
  help: string;
  /** Columns it takes; 0 takes all. */
  width: number;
  unit: string;
  decimals: number;
  most: number | null;
  shape: string;
  codes: readonly { code: string; title: string }[];
  levels: readonly string[];
  to: string;
  columns: readonly FieldDef[];
  rows_max: number | null;
  computed: boolean;
  conditional: boolean;
  draw: boolean;
  /** Kept when the next one is begun right after. */
  copy: boolean;
}

export interface SectionDef {
  title: string;
  help: string;
  columns: number;
  conditional: boolean;
  fields: readonly FieldDef[];
}

/** What is known of the fields from outside, by their place: `qty`, `lines[2].qty`; `#2` is the third section. */
export interface FormState {
  hidden: ReadonlySet<string>;
  required: ReadonlySet<string>;
  /** Fields that are only read now. */
  locked: ReadonlySet<string>;
  /** What is worth a look. */
  warns: ReadonlyMap<string, string>;
}

/** What the fields ask of the page they stand on. */
export interface FormHost {
  today: () => string;
  find: (field: FieldDef, term: string) => Promise<readonly Option[]>;
  nameOf: (id: string) => string;
  /** A record was chosen in the field of this place. */
  picked: (place: string, option: Option) => void;
}

const KEY: InjectionKey<FormHost> = Symbol('form host');

export const provideHost = (host: FormHost): void => provide(KEY, host);

export function useHost(): FormHost {
  const host = inject(KEY);
  if (!host) throw new Error('a field of a form stands in a FormView');
  return host;
}

export const cellPlace = (table: string, row: number, field: string): string => `${table}[${row}].${field}`;

export const isRows = (cell: Cell | null | undefined): cell is Row[] => Array.isArray(cell);

const holds = (cell: Cell | null | undefined): cell is Cell =>
  cell !== null && cell !== undefined && cell !== '' && (!isRows(cell) || cell.length > 0);

export const isBlank = (row: Row): boolean => !Object.values(row).some(holds);

/** Attached pictures are no values. */
export const isAttached = ({ kind }: FieldDef): boolean => kind === 'photo' || kind === 'signature';

/** Rows nobody wrote into are left out. */
function written(field: FieldDef, rows: readonly Row[]): Row[] {
  return rows.filter((row) => !isBlank(given(field.columns, row)));
}

/** What is sent: without what is empty, and without what the program computes. */
export function given(fields: readonly FieldDef[], row: Row): Sent {
  const out: Sent = {};
  for (const field of fields) {
    const cell = row[field.key];
    if (field.computed || isAttached(field) || !holds(cell)) continue;
    if (!isRows(cell)) out[field.key] = cell;
    else {
      const rows = written(field, cell).map((one) => given(field.columns, one));
      if (rows.length > 0) out[field.key] = rows;
    }
  }
  return out;
}

/** Where the rows that are sent stand on the screen: what is said of the third sent row belongs to that one. */
export function placesOf(field: FieldDef, row: Row): number[] {
  const cell = row[field.key];
  if (!isRows(cell)) return [];
  const sent = new Set(written(field, cell));
  return cell.flatMap((one, i) => (sent.has(one) ? [i] : []));
}

/** `values.lines[1].qty` of what was sent → its place on the screen. */
export function placeOnScreen(fields: readonly FieldDef[], row: Row, named: string): string {
  const place = named.replace(/^values\./, '');
  const parts = /^([^[]+)\[(\d+)\](.*)$/.exec(place);
  const field = parts && fields.find(({ key }) => key === parts[1]);
  if (!parts || !field) return place;
  const at = placesOf(field, row)[Number(parts[2])];
  return at === undefined ? field.key : `${field.key}[${at}]${parts[3]}`;
}

/** The place on the screen as it was sent: blank rows before it did not go. */
export function placeSent(fields: readonly FieldDef[], row: Row, place: string): string {
  const parts = /^([^[]+)\[(\d+)\](.*)$/.exec(place);
  const field = parts && fields.find(({ key }) => key === parts[1]);
  if (!parts || !field) return place;
  return `${field.key}[${placesOf(field, row).indexOf(Number(parts[2]))}]${parts[3]}`;
}

/** Brings in what was computed; `fill` also what a chosen record offered, into boxes that are still empty. */
export function bringIn(fields: readonly FieldDef[], row: Row, answered: Row, fill: boolean): void {
  for (const field of fields) {
    const [mine, theirs] = [row[field.key], answered[field.key]];
    if (field.kind === 'table') {
      const at = placesOf(field, row);
      if (isRows(theirs) && isRows(mine)) {
        for (const [i, one] of theirs.entries()) {
          const own = mine[at[i] ?? -1];
          if (own) bringIn(field.columns, own, one, fill);
        }
      } else if (fill && isRows(theirs) && at.length === 0) row[field.key] = theirs;
    } else if (field.computed) {
      if (mine !== theirs) row[field.key] = theirs ?? null;
    } else if (fill && !holds(mine) && holds(theirs)) row[field.key] = theirs;
  }
}

let rowCount = 0;
const rowKeys = new WeakMap<Row, number>();

/** What tells a row from the next while the form is open. */
export function rowKey(row: Row): number {
  const raw = toRaw(row);
  const known = rowKeys.get(raw);
  if (known !== undefined) return known;
  rowKeys.set(raw, ++rowCount);
  return rowCount;
}

export const optionsOf = ({ codes }: FieldDef): Option[] =>
  codes.map(({ code, title }) => ({ value: code, label: title }));

// Two windows on one record: what the other one changed comes in where nothing was typed here; what was typed here
// stays, and both are told.

import { longDay } from '../kit/day';
import { quantityText, yuan } from '../kit/money';
import { t } from '../text';

export interface Moved {
  /** Path in the form: `customer.phone`. */
  field: string;
  was: unknown;
  now: unknown;
  /** What stands here, where it was typed over; undefined where the other's value was taken. */
  mine?: unknown;
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `seen` is what the form began with, `stands` what is stored now. Changes `mine`. */
export function catchUp<M extends object>(mine: M, seen: M, stands: M, path = ''): Moved[] {
  const [here, then, now] = [mine, seen, stands] as unknown as [Fields, Fields, Fields];
  return Object.keys(now).flatMap((key): Moved[] => {
    const [a, b, c] = [here[key], then[key], now[key]];
    if (isFields(a) && isFields(b) && isFields(c)) return catchUp(a, b, c, `${path}${key}.`);
    if (same(b, c) || same(a, c)) return [];
    const moved = { field: path + key, was: b, now: c };
    if (!same(a, b)) return [{ ...moved, mine: a }];
    here[key] = c;
    return [moved];
  });
}

export type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

function valueText(field: string, value: unknown, words: Words): string {
  if (value === null || value === undefined || value === '') return t.others.nothing;
  if (typeof value === 'boolean') return value ? t.common.yes : t.common.no;
  if (Array.isArray(value)) return t.others.lines(value.length);
  if (typeof value === 'number') return field.endsWith('_fen') ? yuan(value) : quantityText(value);
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return longDay(text);
  return words[field]?.[text] ?? text;
}

/** A sentence a field, in the words of the form; a field the form does not show is not spoken of. */
export function movedSays(
  moved: readonly Moved[],
  labels: Readonly<Record<string, string>>,
  words: Words = {},
): string[] {
  return moved.flatMap(({ field, was, now, mine }) => {
    const label = labels[field];
    if (label === undefined) return [];
    const says = (value: unknown): string => valueText(field, value, words);
    const changed = t.others.changed(label, says(was), says(now));
    return [mine === undefined ? changed : `${changed}${t.others.kept(says(mine))}`];
  });
}

export interface Change {
  label: string;
  was: string;
  now: string;
}

/** Every shown field in which the form differs from the record it was made from. */
export function changesBetween(
  seen: object,
  mine: object,
  labels: Readonly<Record<string, string>>,
  words: Words = {},
): Change[] {
  return Object.entries(labels).flatMap(([field, label]) => {
    const [was, now] = [at(seen, field), at(mine, field)];
    if (same(was, now)) return [];
    return [{ label, was: valueText(field, was, words), now: valueText(field, now, words) }];
  });
}

const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce((inner, key) => (isFields(inner) ? inner[key] : undefined), value);

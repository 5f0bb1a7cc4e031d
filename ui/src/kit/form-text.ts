// The value of a field in words: for what is only read, for lists and papers beside the form.

import { t } from '../text';
import { dayText } from './day';
import { isRows, type Cell, type FieldDef } from './form-def';
import { dayAndTime } from './moment';
import { yuan } from './money';
import { numberText } from './number';
import { phoneReading } from './serial';

function numeric(field: FieldDef, value: number): string {
  if (field.kind === 'money') return yuan(value);
  if (field.kind === 'rating') return field.levels[value - 1] ?? String(value);
  if (field.kind !== 'instant') return `${numberText(value)}${field.unit ? ` ${field.unit}` : ''}`;
  const { day, time } = dayAndTime(value);
  return `${dayText(day)} ${time}`;
}

function worded(field: FieldDef, value: string, nameOf: (id: string) => string): string {
  if (field.kind === 'day') return dayText(value);
  if (field.kind === 'choice') return field.codes.find(({ code }) => code === value)?.title ?? value;
  if (field.kind === 'ref') return nameOf(value);
  return field.shape === 'phone' ? phoneReading(value) : value;
}

/** Empty for none. */
export function cellText(
  field: FieldDef,
  value: Cell | null | undefined,
  nameOf: (id: string) => string,
): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'boolean') return value ? t.common.yes : t.common.no;
  if (isRows(value)) return t.forms.rows(value.length);
  return typeof value === 'number' ? numeric(field, value) : worded(field, value, nameOf);
}

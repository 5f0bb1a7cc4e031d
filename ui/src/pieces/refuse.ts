// A refused save: each refusal beside its field, the first in focus; what belongs to no field is said aloud.

import { nextTick } from 'vue';
import { toCallError, type CallError } from '../api/call';
import type { Form } from '../kit/form';
import { toast } from '../kit/toast';
import { spoken } from '../text';
import { errorSays, errorTone } from '../text/errors';

interface Shown {
  focusOneOf(fields: readonly string[]): boolean;
}

export function showRefusal(
  thrown: unknown,
  form: Form,
  shown: Shown | undefined | null,
  place: (field: string) => string = (field) => field,
): CallError {
  const error = toCallError(thrown);
  const all = error.fields.length > 0 ? error.fields : [{ field: error.field, message: errorSays(error) }];
  const fields = all.map(({ field, message }) => ({ field: place(field), message }));
  const homeless = fields.filter(({ field }) => field === '');
  for (const { field, message } of fields) if (field) form.refuse(field, spoken(message));
  void nextTick(() => {
    const placed = shown?.focusOneOf(fields.map(({ field }) => field)) ?? false;
    const rest = placed ? homeless.map((f) => f.message) : [errorSays(error)];
    for (const says of rest) toast({ says, tone: 'bad' });
  });
  return error;
}

/** `unit.engine_no` or `engine_no` of the wire → the form's own field of that name. */
export function fieldNamed(named: string, fields: readonly string[]): string | null {
  const last = named.slice(named.lastIndexOf('.') + 1);
  return (
    fields.find((one) => one === named) ??
    fields.find((one) => one === last || one.endsWith(`.${last}`)) ??
    null
  );
}

/** For an action without a form. */
export function sayError(thrown: unknown): void {
  const error = toCallError(thrown);
  if (errorTone(error) === 'silent') return;
  toast({ says: errorSays(error), tone: errorTone(error) === 'notice' ? 'risk' : 'bad' });
}

// What an entry's page holds while it is typed, and how another window's changes come into it.

import type { EntryDraftView, EntryView, FormView, RefName } from '../../api/types';
import { given, type FieldDef, type Row, type Sent } from '../../kit/form-def';
import { cellText } from '../../kit/form-text';
import { catchUp } from '../../pieces/others';
import { t } from '../../text';
import { fieldsOf } from './register-columns';

export interface EntryModel {
  request_id: string;
  principal: string | null;
  values: Row;
  /** What the chosen records are called, by their id: a draft that is found again still says it. */
  names: Record<string, string>;
  /** What stood when it was opened; null for a new one. */
  made_from: { rev: number; values: Row } | null;
  /** Why an entry is changed or its step taken, where that is asked. */
  reason: string;
}

type Names = Readonly<Record<string, RefName | undefined>>;

/** `HH26B123 拖拉机`: number and title, each once. */
export function nameOf({ no, title }: Pick<RefName, 'no' | 'title'>): string {
  return title.includes(no) ? title : [no, title].filter(Boolean).join(' ');
}

export const namesOf = (names: Names): Record<string, string> =>
  Object.fromEntries(Object.entries(names).flatMap(([id, one]) => (one ? [[id, nameOf(one)]] : [])));

const copied = (values: object): Row => JSON.parse(JSON.stringify(values)) as Row;

export const blankEntry = (draft: EntryDraftView): EntryModel => ({
  request_id: crypto.randomUUID(),
  principal: draft.principal || null,
  values: copied(draft.values),
  names: namesOf(draft.names),
  made_from: null,
  reason: '',
});

export const fromEntry = (entry: EntryView): EntryModel => ({
  request_id: crypto.randomUUID(),
  principal: entry.principal || null,
  values: copied(entry.values),
  names: namesOf(entry.names),
  made_from: { rev: entry.rev, values: copied(entry.values) },
  reason: '',
});

/** The entry with the values of these fields alone; what has none says so. */
export const ofFields = (fields: readonly FieldDef[], entry: EntryView): EntryView => ({
  ...entry,
  values: Object.fromEntries(
    fields.map(({ key }) => [key, (entry.values as Row)[key] ?? null]),
  ) as EntryView['values'],
});

/** What a step writes: the fields that say something else than what stood, an empty one as an empty text, which takes it
    away. What was left as it stood is not sent; what is hidden there says nothing. */
export function stepSends(
  fields: readonly FieldDef[],
  { values, made_from }: Pick<EntryModel, 'values' | 'made_from'>,
  hidden: ReadonlySet<string> = new Set(),
): Sent {
  const open = fields.filter(({ key }) => !hidden.has(key));
  const [now, was] = [given(open, values), given(fields, made_from?.values ?? {})];
  const moved = fields.filter(({ key }) => JSON.stringify(now[key]) !== JSON.stringify(was[key]));
  return Object.fromEntries(moved.map(({ key }) => [key, now[key] ?? '']));
}

/** Whether something was written that is not there already. */
export function worthKeeping(form: FormView, begun: Row, model: EntryModel): boolean {
  const fields = fieldsOf(form);
  const seen = model.made_from?.values ?? begun;
  if (model.reason.trim() !== '') return true;
  return JSON.stringify(given(fields, model.values)) !== JSON.stringify(given(fields, seen));
}

/** Another window was quicker: a sentence for each field that moved. */
export function followOthers(form: FormView, model: EntryModel, stands: EntryView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, values: copied(stands.values) };
  if (!seen || seen.rev === stands.rev) return [];
  Object.assign(model.names, namesOf(stands.names));
  // What the other window took away stands in no answer.
  const gone = Object.fromEntries(Object.keys(seen.values).map((key) => [key, null]));
  const moved = catchUp<Row>(model.values, seen.values, { ...gone, ...copied(stands.values) });
  return moved.flatMap(({ field, was, now, mine }) => {
    const def = fieldsOf(form).find(({ key }) => key === field);
    if (!def) return [];
    const says = (value: unknown): string =>
      cellText(def, value as Row[string], (id) => model.names[id] ?? id) || t.others.nothing;
    const changed = t.others.changed(def.title, says(was), says(now));
    return [mine === undefined ? changed : `${changed}${t.others.kept(says(mine))}`];
  });
}

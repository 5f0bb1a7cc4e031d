// What an entry's page holds while it is typed, and how another window's changes come into it.

import type { EntryDraftView, EntryView, FormView, RefName } from '../../api/types';
import { given, type Row } from '../../kit/form-def';
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
});

export const fromEntry = (entry: EntryView): EntryModel => ({
  request_id: crypto.randomUUID(),
  principal: entry.principal || null,
  values: copied(entry.values),
  names: namesOf(entry.names),
  made_from: { rev: entry.rev, values: copied(entry.values) },
});

/** Whether something was written that is not there already. */
export function worthKeeping(form: FormView, begun: Row, model: EntryModel): boolean {
  const fields = fieldsOf(form);
  const seen = model.made_from?.values ?? begun;
  return JSON.stringify(given(fields, model.values)) !== JSON.stringify(given(fields, seen));
}

/** Another window was quicker: a sentence for each field that moved. */
export function followOthers(form: FormView, model: EntryModel, stands: EntryView): string[] {
  const seen = model.made_from;
  model.made_from = { rev: stands.rev, values: copied(stands.values) };
  if (!seen || seen.rev === stands.rev) return [];
  Object.assign(model.names, namesOf(stands.names));
  const moved = catchUp<Row>(model.values, seen.values, copied(stands.values));
  return moved.flatMap(({ field, was, now, mine }) => {
    const def = fieldsOf(form).find(({ key }) => key === field);
    if (!def) return [];
    const says = (value: unknown): string =>
      cellText(def, value as Row[string], (id) => model.names[id] ?? id) || t.others.nothing;
    const changed = t.others.changed(def.title, says(was), says(now));
    return [mine === undefined ? changed : `${changed}${t.others.kept(says(mine))}`];
  });
}

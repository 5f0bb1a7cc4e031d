// Rows and numbers that are drawn from the desk's records while the form is new: again when what decides them is put in,
// as long as nobody wrote into them; what was written over by hand stays, and may be drawn again on purpose.

import { computed, reactive, ref, toRaw, watch, type Ref } from 'vue';
import type { EntryChecked, EntryDraftView, FormView } from '../../api/types';
import { given, type FieldDef, type Row, type Sent } from '../../kit/form-def';
import { fieldsOf } from './register-columns';
import type { EntryModel } from './entry-model';

/** Answers are of the same shape as what was begun, as far as drawing goes. */
type Drawn = Pick<EntryChecked, 'drawn'> & { values: object };

export interface Draws {
  /** Field that was just put in and decides what is drawn; empty when none was. */
  asked: Ref<string>;
  /** What is sent without what is to be drawn anew. */
  sent: () => Sent;
  /** Puts what was drawn into the form; before anything else of the answer is looked at. */
  take: (of: string, checked: Drawn) => void;
  /** Records each drawn table was drawn from, by its field. */
  records: ReadonlyMap<string, string[]>;
  /** Titles of tables that no longer say what would be drawn. */
  behind: Ref<string[]>;
  again: () => void;
}

const inHand = ({ key }: FieldDef): boolean =>
  document.activeElement?.closest(`[data-field^="${key}["]`) instanceof Element;

export function useDraws(form: FormView, model: Ref<EntryModel>, begun: EntryDraftView | null): Draws {
  const fields = fieldsOf(form);
  const asked = ref('');
  const forced = ref(false);
  const behind = ref<string[]>([]);
  const says = (field: FieldDef, row: Row): string => JSON.stringify(given([field], row)[field.key] ?? null);
  const records = reactive(new Map<string, string[]>());
  const last = new Map<string, string>();
  const tables = fields.filter(({ draw }) => draw);

  function remember({ drawn, values }: Drawn): void {
    for (const field of fields) last.set(field.key, says(field, values as Row));
    records.clear();
    for (const one of drawn)
      records.set(
        one.field,
        one.records.map(({ no, title }) => no || title),
      );
  }
  if (begun) remember(begun);

  /** Nobody wrote into it since it was drawn. */
  const untouched = (field: FieldDef): boolean => {
    const now = says(field, model.value.values);
    return now === 'null' || now === last.get(field.key);
  };
  const toDraw = (): FieldDef[] => tables.filter((field) => forced.value || untouched(field));

  const decides = computed(() =>
    JSON.stringify([
      model.value.principal ?? '',
      ...form.draws_by.map((key) => model.value.values[key] ?? ''),
    ]),
  );
  if (begun && form.draws_by.length > 0)
    watch([decides, () => toRaw(model.value)], ([now, whole], [was, wholeBefore]) => {
      // A draft that was put back brings its rows along: nobody put anything in just now.
      if (whole !== wholeBefore) return;
      const [before, after] = [JSON.parse(was) as unknown[], JSON.parse(now) as unknown[]];
      const at = after.findIndex((one, i) => one !== before[i]);
      asked.value = form.draws_by[Math.max(at - 1, 0)] ?? '';
      behind.value = tables.filter((field) => !untouched(field)).map(({ title }) => title);
    });

  return {
    asked,
    behind,
    records,
    sent() {
      const all = given(fields, model.value.values);
      if (asked.value !== '') for (const { key } of toDraw()) delete all[key];
      return all;
    },
    take(of, checked) {
      if (of === '' || of !== asked.value) return;
      const theirs = checked.values as Row;
      const free = fields.filter((field) => !field.draw && !field.computed && untouched(field));
      // A row that was just begun stays: nothing takes its place, or the hand is in it.
      const stays = (field: FieldDef): boolean =>
        says(field, model.value.values) === 'null' && (theirs[field.key] === undefined || inHand(field));
      const rows = toDraw().filter((field) => !stays(field));
      for (const { key } of rows) model.value.values[key] = theirs[key] ?? null;
      for (const { key } of free) if (theirs[key] !== undefined) model.value.values[key] = theirs[key];
      const kept = tables.filter((field) => !rows.includes(field));
      const mine = new Map(kept.map(({ key }) => [key, { at: last.get(key), of: records.get(key) }]));
      remember({ ...checked, values: model.value.values });
      for (const [key, { at, of: from }] of mine) {
        if (at !== undefined) last.set(key, at);
        if (from) records.set(key, from);
      }
      asked.value = '';
      forced.value = false;
    },
    again() {
      forced.value = true;
      behind.value = [];
      asked.value = form.draws_by[0] ?? '';
    },
  };
}

// What Rust makes of an entry while it is typed: what is hidden, needed and computed, what a chosen record offers, and
// what is wrong of the fields that were left.

import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch, type Ref } from 'vue';
import { call } from '../../api/call';
import type { EntryChecked, FormView } from '../../api/types';
import { bringIn, placeOnScreen, placeSent, type FormState, type Row } from '../../kit/form-def';
import type { Form } from '../../kit/form';
import { useAsked } from '../../pieces/asked';
import { spoken } from '../../text';
import { namesOf, type EntryModel } from './entry-model';
import { fieldsOf } from './register-columns';
import type { Draws } from './entry-draws';

/** An empty box is told when a save is tried, not before. */
const LATER = 'missing';

const NOTHING: FormState = { hidden: new Set(), required: new Set(), locked: new Set(), warns: new Map() };

const fieldUnder = (element: Element | null): string =>
  element?.closest<HTMLElement>('[data-field]')?.dataset.field ?? '';

interface Checked {
  form: FormView;
  house: Form;
  model: Ref<EntryModel>;
  editing: string;
  /** What was known before the first question. */
  first: Pick<EntryChecked, 'hidden' | 'required'>;
  locked: () => ReadonlySet<string>;
  draws: Draws;
}

export function useEntryCheck({ form, house, model, editing, first, locked, draws }: Checked) {
  const fields = fieldsOf(form);
  const touched = ref('');
  const known = shallowRef<Pick<EntryChecked, 'hidden' | 'required'> & Partial<EntryChecked>>(first);
  const answer = useAsked(
    () => ({
      id: editing || null,
      form: form.key,
      principal: model.value.principal ?? '',
      values: draws.sent(),
      touched: draws.asked.value || placeSent(fields, model.value.values, touched.value),
    }),
    async (question) => {
      const [of, drawn] = [touched.value, draws.asked.value];
      return { of: drawn === '' ? of : '', drawn, checked: await call('entry_check', question) };
    },
  );

  const place = (field: string): string => placeOnScreen(fields, model.value.values, field);

  /** What stands there was not looked at yet: the last answer is about something else. */
  let unseen = false;
  watch(
    () => model.value.values,
    () => (unseen = true),
    { deep: true, flush: 'sync' },
  );

  watch(answer, (answered) => {
    if (answered === null) return;
    const { of, drawn, checked } = answered;
    known.value = checked;
    draws.take(drawn, checked);
    Object.assign(model.value.names, namesOf(checked.names));
    bringIn(fields, model.value.values, checked.values as Row, of !== '');
    if (of !== '' && of === touched.value) touched.value = '';
    unseen = false;
    sayLive();
  });

  /** Refusals of fields that were left, while the form is typed; those of a save stay until their field is changed. */
  let live = new Set<string>();
  function sayLive(): void {
    const inHand = fieldUnder(document.activeElement);
    const now = new Map<string, string>();
    for (const { field, code, message } of known.value.refused ?? []) {
      if (code !== LATER && field !== '' && place(field) !== inHand) now.set(place(field), spoken(message));
    }
    for (const field of live) if (!now.has(field)) house.clear(field);
    for (const [field, says] of now) house.refuse(field, says);
    live = new Set(now.keys());
  }
  const onLeave = (): void => void setTimeout(() => unseen || sayLive());
  onMounted(() => document.addEventListener('focusout', onLeave));
  onBeforeUnmount(() => document.removeEventListener('focusout', onLeave));

  const state = computed<FormState>(() => ({
    ...NOTHING,
    hidden: new Set(known.value.hidden.map(place)),
    required: new Set(known.value.required.map(place)),
    locked: locked(),
    warns: new Map((known.value.notices ?? []).map(({ field, message }) => [place(field), spoken(message)])),
  }));
  /** What is worth a look and belongs to no field. */
  const notices = computed(() => (known.value.notices ?? []).filter(({ field }) => field === ''));

  return { state, notices, place, touch: (field: string): void => void (touched.value = field) };
}

// What every form over a record does: it begins with the record or with nothing, takes a draft back, lets in what another
// window saved meanwhile, and shows head office's reason at the field it named.

import { computed, ref, shallowRef, type Ref } from 'vue';
import { useDraft } from '../api/draft';
import type { Form } from '../kit/form';
import { sayError, showRefusal } from './refuse';

interface Shown {
  focusOneOf(fields: readonly string[]): boolean;
  focusFirst(): void;
}

interface Entry<M, V> {
  /** Kind of record; drafts are kept under it. */
  kind: string;
  /** Id of the record that is changed; empty for a new one. */
  editing: string;
  form: Form;
  shown: Ref<Shown | undefined>;
  blank: () => M;
  read: (id: string) => Promise<V>;
  modelOf: (stands: V) => M;
  /** Brings in what stands; a sentence for each field that moved. */
  follow: (model: M, stands: V) => string[];
  /** The form's field head office named in its refusal. */
  returnedIn: (stands: V | null) => string | null;
  worth: (model: M) => boolean;
}

export function useEntry<M extends object, V extends { returned_reason: string | null }>(entry: Entry<M, V>) {
  const model = ref(entry.blank()) as Ref<M>;
  const loaded = shallowRef<V | null>(null);
  const others = ref<string[]>([]);
  const key = entry.editing ? `${entry.kind}:${entry.editing}` : entry.kind;
  const draft = useDraft({ key: () => key, model, worth: entry.worth });
  const fixing = computed(() => loaded.value?.returned_reason ?? null);

  async function begin(): Promise<void> {
    try {
      if (entry.editing) {
        loaded.value = await entry.read(entry.editing);
        model.value = entry.modelOf(loaded.value);
      }
      await draft.load();
      if (loaded.value) others.value = entry.follow(model.value, loaded.value);
    } catch (thrown) {
      sayError(thrown);
    }
    const named = entry.returnedIn(loaded.value);
    if (named && fixing.value) entry.form.refuse(named, fixing.value);
    if (!named || !entry.shown.value?.focusOneOf([named])) entry.shown.value?.focusFirst();
  }

  /** Another window was quicker: its changes come in beside what is typed here. */
  async function catchUp(): Promise<void> {
    loaded.value = await entry.read(entry.editing);
    others.value = entry.follow(model.value, loaded.value);
  }

  const busy = ref(false);
  /** Saves once, whatever is pressed meanwhile. `store` answers null where the form does not pass; `placeOf` is the box of a
      field that stands in several. */
  async function save<S>(
    store: () => Promise<S | null>,
    done: (saved: S) => void,
    placeOf: (field: string) => string = (field) => field,
  ): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    try {
      const saved = await store();
      if (saved === null) return;
      await draft.drop();
      done(saved);
    } catch (thrown) {
      const error = showRefusal(thrown, entry.form, entry.shown.value, placeOf);
      if (error.code === 'stale') await catchUp();
    } finally {
      busy.value = false;
    }
  }

  /** The draft is thrown away: the form begins as it did without one. */
  async function dropDraft(): Promise<void> {
    await draft.drop();
    others.value = [];
    startOver();
  }

  /** With the record as it was loaded, else with the next new one. */
  function startOver(): void {
    entry.form.reset();
    model.value = loaded.value ? entry.modelOf(loaded.value) : entry.blank();
    entry.shown.value?.focusFirst();
  }

  return { model, loaded, others, draft, fixing, begin, catchUp, dropDraft, startOver, busy, save };
}

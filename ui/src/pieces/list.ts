// What a list remembers while the window is open: search and filter. They stay when the page is left.

import { computed, reactive, ref, watch, type ComputedRef, type Ref } from 'vue';
import { stay, where } from '../nav';

interface Kept {
  term: string;
  chosen: string;
  month: string;
}

const kept = new Map<string, Kept>();

/** The filter of 机型 that leaves those whose product nobody named. */
export const OPEN_MODELS = 'open';

/** A list that was sent for one record begins with that record's own number in its search. */
export function lookFor(key: string, first: string, term: string): void {
  const state = kept.get(key);
  if (state) Object.assign(state, { term, chosen: first, month: '' });
  else kept.set(key, reactive({ term, chosen: first, month: '' }));
}

export interface ListState<K extends string> {
  term: Ref<string>;
  chosen: Ref<K>;
  /** `2026-11`; empty for all. */
  month: Ref<string>;
  /** The search after typing rested; what the query uses. */
  rested: Ref<string>;
  selected: Ref<string | null>;
  narrowed: ComputedRef<boolean>;
  /** As it was before anything narrowed it. */
  clear: () => void;
}

/** `view` is the part of the address the list stands under; the selected row's id follows it. */
export function useList<K extends string>(key: string, first: K, view = 'list'): ListState<K> {
  const state = kept.get(key) ?? reactive<Kept>({ term: '', chosen: first, month: '' });
  kept.set(key, state);
  const rested = ref(state.term);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    () => state.term,
    (term) => {
      clearTimeout(timer);
      timer = setTimeout(() => (rested.value = term.trim()), 80);
    },
  );
  return {
    term: computed({ get: () => state.term, set: (v) => (state.term = v) }),
    chosen: computed({ get: () => state.chosen as K, set: (v) => (state.chosen = v) }),
    month: computed({ get: () => state.month, set: (v) => (state.month = v) }),
    rested,
    selected: computed({
      get: () => (where.value.view === view || where.value.view === '' ? where.value.id || null : null),
      set: (id) => stay(view, id ?? ''),
    }),
    narrowed: computed(() => state.term.trim() !== '' || state.chosen !== first || state.month !== ''),
    clear: () => Object.assign(state, { term: '', chosen: first, month: '' }),
  };
}

/** Enter on a row: into the panel beside it. */
export function intoPanel(): void {
  setTimeout(() => document.querySelector<HTMLElement>('aside footer button, aside .inside')?.focus(), 60);
}

// Where the window is. Pages go by name and never import each other; the address lives in the hash, so a place can be
// opened directly, and Alt+← is the browser's own back.

import { shallowReactive, shallowRef } from 'vue';

export const PLACES = [
  'today',
  'sales',
  'repairs',
  'parts',
  'claims',
  'month',
  'registers',
  'ledger',
  'archive',
  'settings',
] as const;
export type Place = (typeof PLACES)[number];

/** The view of 登记簿 that goes on to an entry's own register; no form has this key. */
export const ENTRY = '@';

export interface Where {
  place: Place;
  /** Which view of the place: empty is its list. */
  view: string;
  /** The record it is about; empty when none. */
  id: string;
  /** What else the page keeps in its address: a sheet, a tab. */
  more: readonly string[];
}

function parse(hash: string): Where {
  const [place = '', view = '', id = '', ...more] = hash
    .replace(/^#\/?/, '')
    .split('/')
    .map(decodeURIComponent);
  const known = PLACES.find((p) => p === place) ?? 'today';
  return { place: known, view, id, more };
}

export const where = shallowRef<Where>(parse(location.hash));

/** Another view was gone to. What a page writes into its own address is not gone to. */
export const arrivals = shallowRef(0);

/** Where each place that keeps its choices in its address was left, while the window is open. */
const left = shallowReactive<Partial<Record<Place, string>>>({});

/** What a key or the rail opens of a place: where it was left, or its beginning. */
export const entryOf = (place: Place): string => left[place] ?? hashOf(place);

function arrive(): void {
  const next = parse(location.hash);
  const { place, view } = where.value;
  where.value = next;
  if (next.place !== place || next.view !== view) arrivals.value += 1;
}

export function hashOf(place: Place, view = '', id = '', more: readonly string[] = []): string {
  return '#/' + [place, view, id, ...more].map(encodeURIComponent).join('/').replace(/\/+$/, '');
}

let guard: (() => boolean) | undefined;

/** A page that must not be left silently may hold the way out; drafts make that rare. */
export function holdLeave(check: () => boolean): () => void {
  guard = check;
  return () => {
    if (guard === check) guard = undefined;
  };
}

function goTo(hash: string): void {
  if (guard && !guard()) return;
  if (location.hash === hash) arrive();
  else location.hash = hash;
}

export function go(place: Place, view = '', id = '', more: readonly string[] = []): void {
  goTo(hashOf(place, view, id, more));
}

/** A place by its key: where it was left. */
export function enter(place: Place): void {
  goTo(entryOf(place));
}

/** The same place with another selection, without a new step of history. */
export function stay(view: string, id: string, more: readonly string[] = where.value.more): void {
  const hash = hashOf(where.value.place, view, id, more);
  history.replaceState(null, '', hash);
  where.value = parse(hash);
}

/** As `stay`, and the place is entered here again. */
export function settleHere(view: string, id: string, more: readonly string[]): void {
  stay(view, id, more);
  left[where.value.place] = hashOf(where.value.place, view, id, more);
}

export function back(): void {
  if (history.length > 1) history.back();
  else go(where.value.place);
}

export function followAddress(): void {
  window.addEventListener('hashchange', arrive);
}

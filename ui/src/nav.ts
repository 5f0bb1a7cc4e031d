// Where the window is. Pages go by name and never import each other; the address lives in the hash, so a place can be
// opened directly, and Alt+← is the browser's own back.

import { shallowRef } from 'vue';

export const PLACES = [
  'today',
  'sales',
  'repairs',
  'parts',
  'claims',
  'month',
  'ledger',
  'archive',
  'settings',
] as const;
export type Place = (typeof PLACES)[number];

export interface Where {
  place: Place;
  /** Which view of the place: empty is its list. */
  view: string;
  /** The record it is about; empty when none. */
  id: string;
}

function parse(hash: string): Where {
  const [place = '', view = '', id = ''] = hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
  const known = PLACES.find((p) => p === place) ?? 'today';
  return { place: known, view, id };
}

export const where = shallowRef<Where>(parse(location.hash));

export function hashOf(place: Place, view = '', id = ''): string {
  return '#/' + [place, view, id].map(encodeURIComponent).join('/').replace(/\/+$/, '');
}

let guard: (() => boolean) | undefined;

/** A page that must not be left silently may hold the way out; drafts make that rare. */
export function holdLeave(check: () => boolean): () => void {
  guard = check;
  return () => {
    if (guard === check) guard = undefined;
  };
}

export function go(place: Place, view = '', id = ''): void {
  if (guard && !guard()) return;
  const hash = hashOf(place, view, id);
  if (location.hash === hash) where.value = parse(hash);
  else location.hash = hash;
}

/** The same place with another selection, without a new step of history. */
export function stay(view: string, id: string): void {
  const hash = hashOf(where.value.place, view, id);
  history.replaceState(null, '', hash);
  where.value = parse(hash);
}

export function back(): void {
  if (history.length > 1) history.back();
  else go(where.value.place);
}

export function followAddress(): void {
  window.addEventListener('hashchange', () => (where.value = parse(location.hash)));
}

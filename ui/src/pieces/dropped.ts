// Files dropped on the window, one after the other: what each is, and the page that takes it. A page that takes files
// asks for the path that was handed to it; it looks at the file as it would at one that was chosen there.

import { ref, shallowRef, watch } from 'vue';
import { call } from '../api/call';
import type { DroppedKind, FileLook } from '../api/types';
import { go, type Place } from '../nav';
import { sayError } from './refuse';

const PLACE: Record<DroppedKind, [Place, string, string]> = {
  sheet: ['claims', 'sheet', ''],
  road: ['ledger', 'file', ''],
  pack: ['settings', 'policy', 'install'],
  calendar: ['settings', 'policy', 'calendar'],
};

export const dropped = ref<FileLook[]>([]);
const handed = shallowRef<{ kind: DroppedKind; path: string } | null>(null);

/** Looks at each in turn; the first that is known is opened, the others wait with a button each. */
export async function takeDropped(paths: readonly string[]): Promise<void> {
  dropped.value = [];
  let opened = false;
  for (const path of paths) {
    try {
      const look = await call('file_look', { path });
      dropped.value.push(look);
      if (look.kind && !opened) opened = openDropped(look);
    } catch (thrown) {
      sayError(thrown);
      return;
    }
  }
}

export function openDropped({ kind, path }: FileLook): boolean {
  if (!kind) return false;
  handed.value = { kind, path };
  go(...PLACE[kind]);
  return true;
}

/** Runs with the path of a file that was dropped for this page, now or later. */
export function useDropped(kind: DroppedKind, run: (path: string) => void): void {
  watch(
    handed,
    (one) => {
      if (one?.kind !== kind) return;
      handed.value = null;
      run(one.path);
    },
    { immediate: true },
  );
}

export function followDrops(): void {
  window.addEventListener('sanbao-dropped', (event) => {
    const { detail } = event as CustomEvent<string[]>;
    void takeDropped(detail);
  });
}

// What every page needs of the desk: today, the makers, the counts, and which maker the window is looking at.

import { computed, ref, watch } from 'vue';
import { useRead, refresh } from './api/query';
import type { DeskStatus } from './api/types';

/** Maker's code; empty for all. Kept for the next start. */
export const maker = ref(localStorage.getItem('maker') ?? '');
watch(maker, (code) => localStorage.setItem('maker', code));

const EMPTY: Pick<DeskStatus, 'today' | 'principals' | 'sync'> = { today: '', principals: [], sync: [] };

/** The sender works in the background: the line is asked for again, and lists follow only when it moved. */
export function useDesk() {
  const read = useRead('desk_status', {}, { everyMs: 15_000 });
  const status = computed(() => read.data.value);
  return {
    status,
    loading: read.isPending,
    error: read.error,
    today: computed(() => status.value?.today ?? EMPTY.today),
    makers: computed(() => status.value?.principals ?? EMPTY.principals),
    makerName: (code: string): string => status.value?.principals.find((p) => p.code === code)?.name ?? code,
    sync: computed(() => status.value?.sync ?? EMPTY.sync),
  };
}

/** Called by the frame: when the background moved something, what is shown is read again. */
export function followSync(): void {
  const { status } = useDesk();
  // The shell says so at once; the fingerprint notices what another program did to the same data.
  window.addEventListener('sync-changed', () => refresh(['sync']));
  const fingerprint = computed(() =>
    JSON.stringify(status.value?.sync.map((s) => [s.pending, s.rejected, s.deferred, s.last_success_at])),
  );
  watch(fingerprint, (now, before) => {
    if (before !== undefined && now !== before) refresh(['sync'], 'desk_status');
  });
}

// What every page needs of the desk: today, the makers, the counts, and which maker the window is looking at.

import { computed, ref, watch } from 'vue';
import { useRead, refresh } from './api/query';
import type { DeskStatus } from './api/types';

/** Rows 今日 shows at first; the badge beside it asks the same question. */
export const FIRST_ROWS = 200;

/** Maker's code; empty for all. Kept for the next start. */
export const maker = ref(localStorage.getItem('maker') ?? '');
watch(maker, (code) => localStorage.setItem('maker', code));

const EMPTY: Pick<DeskStatus, 'today' | 'principals' | 'sync'> = { today: '', principals: [], sync: [] };

export function useDesk() {
  const read = useRead('desk_status', {});
  const status = computed(() => read.data.value);
  return {
    status,
    loading: read.isPending,
    error: read.error,
    today: computed(() => status.value?.today ?? EMPTY.today),
    makers: computed(() => status.value?.principals ?? EMPTY.principals),
    makerName: (code: string): string => status.value?.principals.find((p) => p.code === code)?.name ?? code,
    enrolled: (code: string): boolean =>
      status.value?.principals.find((p) => p.code === code)?.enrolled ?? true,
    sync: computed(() => status.value?.sync ?? EMPTY.sync),
  };
}

/** 立即报送 was asked for in this window and has not ended. */
export const sendingNow = ref(false);

/** Midnight passes, and the clock may be set, without a click of this window. */
const DESK_EVERY_MS = 300_000;
/** The shell says at once when its sender moved something; asking finds what another program did to the same data. */
const LINES_EVERY_MS = 30_000;
/** While something is being sent, how far it is. */
const SENDING_EVERY_MS = 1_000;

/** Called once, by the frame: when the background moved something, what is shown is read again. */
export function followSync(): void {
  useRead('desk_status', {}, { everyMs: DESK_EVERY_MS });
  window.addEventListener('sync-changed', () => refresh(['sync']));
  const busy = ref(false);
  const often = computed(() => (busy.value || sendingNow.value ? SENDING_EVERY_MS : LINES_EVERY_MS));
  const lines = useRead('sync_status', {}, { everyMs: often });
  watch(lines.data, (now) => (busy.value = now?.some((one) => one.sending_of !== null) ?? false));
  const fingerprint = computed(() =>
    JSON.stringify(
      lines.data.value?.map((s) => [
        [s.pending, s.rejected, s.deferred, s.overdue, s.files_waiting, s.files_missing],
        [s.sending_of, s.last_success_at, s.problem_code, s.unread],
      ]),
    ),
  );
  watch(fingerprint, (now, before) => {
    if (before !== undefined && now !== before) refresh(['sync'], 'sync_status');
  });
}

// Who sits at the desk. The process decides and refuses; this shows the lock screen, tells the process of keys and clicks,
// and asks again when it should have locked.

import { computed, ref } from 'vue';
import { call, whenClosed } from './api/call';
import { queryClient } from './api/query';
import type { OperatorNow } from './api/types';

/** Keys and clicks are told at most this often. */
const TELL_MS = 20_000;
/** The process has locked by then. */
const AFTER_MS = 500;

const now = ref<OperatorNow | null>(null);
/** Somebody wants to hand the desk over; until another signs in, who was there still is. */
const handing = ref(false);
/** The last one who was signed in: the lock screen begins at that name. */
const last = ref('');
/** The desk has been open once: before that no page begins, for a form would find its draft refused. */
const opened = ref(false);

let told = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const closed = computed(() => now.value?.state === 'nobody' || now.value?.state === 'locked');

function take(answer: OperatorNow): void {
  const before = now.value;
  now.value = answer;
  opened.value ||= !closed.value;
  last.value = answer.operator?.name ?? last.value;
  clearTimeout(timer);
  if (answer.state !== 'signed_in') return;
  timer = setTimeout(() => void look(), answer.lock_minutes * 60_000 + AFTER_MS);
  if (before?.state !== 'signed_in' || before.operator?.id !== answer.operator?.id) told = Date.now();
}

/** Asks how the seat stands. Without a database there is nobody to ask: the pages say why. */
async function look(): Promise<void> {
  try {
    take(await call('operator_now', {}));
  } catch {
    opened.value = true;
  }
}

function stayed(): void {
  if (now.value?.state !== 'signed_in' || Date.now() - told < TELL_MS) return;
  told = Date.now();
  void call('operator_stay', {}).then(take, () => undefined);
}

async function signIn(operator: string, pin: string): Promise<void> {
  take(await call('operator_sign_in', { operator, pin }));
  handing.value = false;
  // What was refused while the desk was locked is asked again, and what others did meanwhile is seen.
  void queryClient.invalidateQueries();
}

/** Leaves the desk: it is shut at once. */
async function signOut(): Promise<void> {
  take(await call('operator_sign_out', {}));
  handing.value = false;
}

async function read(): Promise<void> {
  take(await call('operator_told', {}));
}

/** Called once, by the frame. */
export function followSeat(): void {
  whenClosed(() => void look());
  for (const event of ['keydown', 'pointerdown']) window.addEventListener(event, stayed, true);
  void look();
}

export function useSeat() {
  return {
    opened,
    now,
    last,
    handing,
    signIn,
    signOut,
    look,
    read,
    /** The lock screen stands before everything. */
    shut: computed(() => closed.value || handing.value),
    closed,
    operator: computed(() => (now.value?.state === 'signed_in' ? now.value.operator : null)),
    /** May decide what head office and the dealer settle; the process refuses the others. */
    mayDecide: computed(
      () =>
        now.value?.state === 'no_operators' ||
        now.value?.operator?.role === 'owner' ||
        now.value?.operator?.role === 'director',
    ),
    mayManage: computed(() => now.value?.state === 'no_operators' || now.value?.operator?.role === 'owner'),
  };
}

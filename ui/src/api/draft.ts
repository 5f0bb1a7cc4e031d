// A half-filled form survives a power cut: kept a moment after the last key, read back when the form opens.
// What the form shows is restored with a visible line, never silently.

import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { call } from './call';

const REST_MS = 400;

export interface DraftState {
  /** When the draft that was read back had been kept (UTC ms); null when the form began empty. */
  restoredAt: Ref<number | null>;
  keptAt: Ref<number | null>;
  failed: Ref<boolean>;
  /** Reads the draft back into the form. Resolves when the form is ready to be typed in. */
  load(): Promise<void>;
  /** After a save, or when the person throws it away. */
  drop(): Promise<void>;
  /** Keeps what is there now, without waiting. */
  flush(): Promise<void>;
}

export interface DraftForm<T> {
  key: () => string;
  model: Ref<T>;
  /** Whether there is anything worth keeping. */
  worth: (value: T) => boolean;
  now?: () => number;
}

export function useDraft<T extends object>(form: DraftForm<T>): DraftState {
  const restoredAt = ref<number | null>(null);
  const keptAt = ref<number | null>(null);
  const failed = ref(false);
  let ready = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pending = false;
  /** One at a time, in the order they were asked for: what is thrown away is not written once more by a save under way. */
  let last: Promise<unknown> = Promise.resolve();
  function inOrder<R>(work: () => Promise<R>): Promise<R> {
    const mine = last.then(work);
    last = mine.catch(() => null);
    return mine;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    if (!pending) return;
    pending = false;
    try {
      const kept = { key: form.key(), content: JSON.stringify(form.model.value) };
      await inOrder(() => call('draft_save', kept));
      keptAt.value = (form.now ?? Date.now)();
      failed.value = false;
    } catch {
      failed.value = true;
    }
  }

  watch(
    form.model,
    (value) => {
      if (ready) keepSoon(value);
    },
    { deep: true },
  );

  function keepSoon(value: T): void {
    if (!form.worth(value)) return;
    pending = true;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), REST_MS);
  }

  async function load(): Promise<void> {
    const before = JSON.stringify(form.model.value);
    const kept = await call('draft_load', { key: form.key() }).catch(() => null);
    // Whoever types faster than the disk answers is not overwritten: what stands there is newer than the draft.
    if (JSON.stringify(form.model.value) !== before) {
      ready = true;
      keepSoon(form.model.value);
      return;
    }
    if (kept) {
      const content = readBack<T>(kept.content);
      if (content !== null) {
        // A field the form has gained since then begins as in an empty form.
        form.model.value = { ...form.model.value, ...content };
        restoredAt.value = kept.saved_at;
      }
    }
    // The watcher runs after this turn; a restored draft need not be kept again at once.
    setTimeout(() => (ready = true), 0);
  }

  async function drop(): Promise<void> {
    clearTimeout(timer);
    pending = false;
    const key = form.key();
    await inOrder(() => call('draft_drop', { key })).catch(() => null);
    restoredAt.value = null;
    keptAt.value = null;
  }

  const onHide = (): void => void flush();
  window.addEventListener('pagehide', onHide);
  onBeforeUnmount(() => {
    window.removeEventListener('pagehide', onHide);
    void flush();
  });

  return { restoredAt, keptAt, failed, load, drop, flush };
}

/** A draft of an older form that no longer reads is left alone in the store; the form begins empty. */
function readBack<T>(content: string): T | null {
  try {
    return JSON.parse(content) as T;
  } catch {
    return null;
  }
}

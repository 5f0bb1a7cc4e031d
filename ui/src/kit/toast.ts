// Short words about what just happened. Refusals never come here: they stand beside their field.

import { reactive } from 'vue';
import type { Tone } from './tone';

export interface ToastWords {
  says: string;
  tone?: Tone;
  action?: { label: string; run: () => void };
}

interface Shown extends ToastWords {
  id: number;
  /** The page it was said on: with another page it is no longer what was asked for. */
  page: string;
}

export const toasts = reactive<Shown[]>([]);
let last = 0;

export function dropToast(id: number): void {
  const at = toasts.findIndex((one) => one.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

/** Another page: what was wrong on the one before is not true of this one. Good news says what led here. */
addEventListener('hashchange', () => {
  putAway(toasts.filter((one) => one.tone === 'bad' && one.page !== location.hash).map((one) => one.id));
});

/** What was refused so far; once a doing succeeds it is not true any more. */
export const standing = (): number[] => toasts.filter((one) => one.tone === 'bad').map((one) => one.id);

export function putAway(ids: readonly number[]): void {
  for (const id of ids) dropToast(id);
}

export function toast(words: ToastWords): void {
  const id = ++last;
  // The same said again is said once.
  putAway(toasts.filter((one) => one.says === words.says).map((one) => one.id));
  // What worked replaces all that was said before, bad news of an earlier try too; bad news stands beside bad news.
  for (const old of toasts.filter((one) => words.tone !== 'bad' || one.tone !== 'bad')) dropToast(old.id);
  toasts.push({ ...words, id, page: location.hash });
  if (toasts.length > 3) toasts.shift();
  // Bad news stays until it is put away.
  if (words.tone !== 'bad') setTimeout(() => dropToast(id), words.action ? 9000 : 4500);
}

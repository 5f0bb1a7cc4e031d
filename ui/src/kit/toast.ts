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
}

export const toasts = reactive<Shown[]>([]);
let last = 0;

export function dropToast(id: number): void {
  const at = toasts.findIndex((one) => one.id === id);
  if (at >= 0) toasts.splice(at, 1);
}

export function toast(words: ToastWords): void {
  const id = ++last;
  // Good news replaces good news; a stack of it would only hide the page.
  for (const old of toasts.filter((one) => one.tone !== 'bad')) dropToast(old.id);
  toasts.push({ ...words, id });
  if (toasts.length > 3) toasts.shift();
  // Bad news stays until it is put away.
  if (words.tone !== 'bad') setTimeout(() => dropToast(id), words.action ? 9000 : 4500);
}

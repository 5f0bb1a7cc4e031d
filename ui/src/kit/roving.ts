// Buttons that are one stop of Tab together: Tab comes to the one used last, the arrows go among them.
//
// Absent: what a button does. `v-roving` stands on the element around them; buttons may come and go inside it.

import type { Directive } from 'vue';
import { intent } from './keys';

/** Of each group the button Tab comes to. */
const used = new WeakMap<HTMLElement, HTMLElement>();

const buttonsOf = (group: HTMLElement): HTMLElement[] => [
  ...group.querySelectorAll<HTMLElement>('button, a[href]'),
];
const able = (button: HTMLElement): boolean => !button.matches(':disabled');

/** One of them is the stop; what is switched off for a moment stays it. */
function settle(group: HTMLElement): void {
  const all = buttonsOf(group);
  const was = used.get(group);
  const stop = was && all.includes(was) ? was : (all.find(able) ?? all[0]);
  for (const button of all) button.tabIndex = button === stop ? 0 : -1;
}

function onFocus(this: HTMLElement, { target }: FocusEvent): void {
  if (!(target instanceof HTMLElement) || !buttonsOf(this).includes(target)) return;
  used.set(this, target);
  settle(this);
}

function onKey(this: HTMLElement, event: KeyboardEvent): void {
  const all = buttonsOf(this).filter(able);
  const at = all.findIndex((button) => button === event.target);
  if (at < 0) return;
  const to: Partial<Record<string, number>> = {
    left: at - 1,
    up: at - 1,
    right: at + 1,
    down: at + 1,
    home: 0,
    end: all.length - 1,
  };
  const next = to[intent(event) ?? ''];
  if (next === undefined) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
}

export const vRoving: Directive<HTMLElement> = {
  mounted(group) {
    group.addEventListener('focusin', onFocus);
    group.addEventListener('keydown', onKey);
    settle(group);
  },
  updated: settle,
};

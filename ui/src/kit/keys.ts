// The only file that reads `event.key`. Components ask `intent(event)`; pages register shortcuts by name.
//
// Absent: what a shortcut does. A page gives a function and a sentence; the help sheet (`?`) lists the sentences.

import { onBeforeUnmount, onMounted, reactive } from 'vue';
import { ime, watchIme } from './ime';

export type Intent =
  | 'enter'
  | 'escape'
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'pageup'
  | 'pagedown'
  | 'space'
  | 'tab'
  | 'backspace'
  | 'copy';

const INTENTS: Readonly<Record<string, Intent>> = {
  Enter: 'enter',
  Escape: 'escape',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
  PageUp: 'pageup',
  PageDown: 'pagedown',
  ' ': 'space',
  Tab: 'tab',
  Backspace: 'backspace',
};

/** Asked by several listeners about one event, the tracker must be asked once: asking consumes. */
const owned = new WeakMap<KeyboardEvent, boolean>();

function imeOwns(event: KeyboardEvent): boolean {
  const known = owned.get(event);
  if (known !== undefined) return known;
  const answer = ime.owns(event);
  owned.set(event, answer);
  return answer;
}

/** What the person meant by the key, or null when it is text or the input method's. */
export function intent(event: KeyboardEvent): Intent | null {
  if (imeOwns(event)) return null;
  const chord = event.ctrlKey || event.metaKey;
  if (chord && event.key.toLowerCase() === 'c') return 'copy';
  if (chord) return null;
  // Alt+↓ opens what a field offers, as everywhere on Windows.
  if (event.altKey) return event.key === 'ArrowDown' ? 'down' : null;
  return INTENTS[event.key] ?? null;
}

/** `Ctrl+S`, `Alt+1`, `?`, `F2`. On macOS ⌘ stands for Ctrl. Digits are read from the physical key: Option+1 types ¡. */
export function chordOf(event: KeyboardEvent): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  const plain = (event.altKey || event.ctrlKey || event.metaKey) && digit ? digit : event.key;
  const name = plain.length === 1 ? plain.toUpperCase() : plain;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && name.length > 1) parts.push('Shift');
  return [...parts, name].join('+');
}

export interface Shortcut {
  readonly keys: string;
  readonly says: string;
  readonly run: () => void;
  /** Of several forms on the screen it is the one the hand is in. */
  readonly within?: (target: Node) => boolean;
  /** In dialogs too: what puts the whole desk aside and leaves it as it was. */
  readonly anywhere?: boolean;
  /** Only while the focus stands there; without it, everywhere outside fields and dialogs. */
  readonly where?: (focus: Element) => boolean;
}

interface Held extends Shortcut {
  readonly order: number;
}

const held = reactive(new Map<string, Held[]>());
let order = 0;

/** Registers a shortcut; the newest registration of a chord wins until it is taken back. */
export function addShortcut(shortcut: Shortcut): () => void {
  const entry: Held = { ...shortcut, order: ++order };
  held.set(shortcut.keys, [...(held.get(shortcut.keys) ?? []), entry]);
  return () => {
    const rest = (held.get(shortcut.keys) ?? []).filter((other) => other.order !== entry.order);
    if (rest.length > 0) held.set(shortcut.keys, rest);
    else held.delete(shortcut.keys);
  };
}

/** The shortcuts that would work now, in the order they were registered. */
export function shortcuts(): Shortcut[] {
  return [...held.values()]
    .map((list) => list[list.length - 1])
    .filter((entry): entry is Held => entry !== undefined)
    .sort((a, b) => a.order - b.order);
}

/** For a component: held while it is on the screen. */
export function useShortcut(
  keys: string,
  says: string,
  run: () => void,
  within?: (target: Node) => boolean,
): void {
  let drop: (() => void) | undefined;
  onMounted(() => {
    drop = addShortcut({ keys, says, run, ...(within ? { within } : {}) });
  });
  onBeforeUnmount(() => drop?.());
}

function typesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

function dispatch(event: KeyboardEvent): void {
  if (imeOwns(event) || event.defaultPrevented) return;
  const chord = chordOf(event);
  const bare = !event.ctrlKey && !event.metaKey && !event.altKey && !/^F\d+$/.test(event.key);
  if (bare && typesText(event.target)) return;
  // A dialog is open: dialogs register nothing, and what lies under them stands still.
  const modal = document.querySelector('[aria-modal="true"]') !== null;
  const { target } = event;
  const focus = target instanceof Element ? target : null;
  const all = (held.get(chord) ?? []).filter(
    ({ where, anywhere }) => (!modal || anywhere) && (!where || (focus !== null && where(focus))),
  );
  const entry = (target instanceof Node && all.findLast(({ within }) => within?.(target))) || all.at(-1);
  if (!entry) return;
  event.preventDefault();
  if (!event.repeat) entry.run();
}

let listening = false;

/** Called once by main.ts. */
export function listenForKeys(target: Document = document): void {
  if (listening) return;
  listening = true;
  watchIme(target);
  target.addEventListener('keydown', dispatch);
}

const STOPS =
  'input:not([type=hidden]):not([disabled]):not([tabindex="-1"]), textarea:not([disabled]), [data-stop]:not([disabled])';

/** The places Enter walks to inside a form: its fields, then its save button (`data-stop`). */
export function stopsOf(form: HTMLElement): HTMLElement[] {
  return [...form.querySelectorAll<HTMLElement>(STOPS)].filter((el) => !el.closest('[hidden], [inert]'));
}

/** Enter = next field. Attach to the form element; a field that used the Enter itself has prevented it. */
export function walk(event: KeyboardEvent): void {
  if (intent(event) !== 'enter' || event.defaultPrevented) return;
  const target = event.target;
  const form = event.currentTarget;
  if (!(target instanceof HTMLElement) || !(form instanceof HTMLElement)) return;
  if (target instanceof HTMLButtonElement || target instanceof HTMLAnchorElement) return;
  if (target instanceof HTMLTextAreaElement && event.shiftKey) return;
  event.preventDefault();
  const stops = stopsOf(form);
  const at = stops.indexOf(target);
  step(stops[event.shiftKey ? at - 1 : at + 1]);
}

/** What stands in the next field is selected: typing replaces it, as after Tab. A 1 with a 2 typed behind it is 12. */
function step(to: HTMLElement | undefined): void {
  to?.focus();
  if (to instanceof HTMLInputElement && to.type === 'text') to.select();
}

/** The physical key, for the scanner: an input method in Chinese mode hides the letter, not the key. */
export function physicalKey(event: KeyboardEvent): { code: string; shift: boolean; at: number } {
  return { code: event.code, shift: event.shiftKey, at: event.timeStamp };
}

/** The next stop of the field's form, for a field that used the Enter itself (a scan, a choice). */
export function goOn(from: HTMLElement): void {
  const form = from.closest<HTMLElement>('form');
  if (!form) return;
  const stops = stopsOf(form);
  step(stops[stops.indexOf(from) + 1]);
}

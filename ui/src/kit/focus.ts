// The keyboard is never lost: when what had the focus goes away or is switched off, the focus goes to the nearest named
// place: the same place of its list, what opened the dialog, the row the panel belonged to, the page's heading.
//
// Absent: pages. Whoever knows a better place (the first field of a form, the row that was saved) puts the focus there
// itself; this only looks after what nobody did.

const ABLE =
  'input:not([disabled]):not([type=hidden]), textarea:not([disabled]), select:not([disabled]), ' +
  'button:not([disabled]), a[href], [tabindex]:not([disabled]):not(.el-input__wrapper)';
const LAYER = '[aria-modal="true"], aside';

interface Step {
  parent: Element;
  at: number;
}

/** From the element that had the focus outwards: each parent, and the place in it. */
let path: Step[] = [];
let last: HTMLElement | null = null;
/** What had the focus before a dialog or panel took it, by that layer. */
const openers = new Map<Element, HTMLElement>();
let layer: Element | null = null;

const isBody = (element: Element | null): boolean =>
  element === null || element === document.body || element === document.documentElement;

function usable(element: HTMLElement | null | undefined): element is HTMLElement {
  if (!element?.isConnected || element.matches(':disabled') || element.closest('[inert]')) return false;
  return element.getClientRects().length > 0;
}

function remember(element: HTMLElement): void {
  const now = element.closest(LAYER);
  if (now && now !== layer && usable(last) && !now.contains(last)) openers.set(now, last);
  layer = now;
  last = element;
  path = [];
  for (let child: Element = element; child.parentElement; child = child.parentElement) {
    path.push({ parent: child.parentElement, at: [...child.parentElement.children].indexOf(child) });
  }
}

function firstIn(element: Element | undefined): HTMLElement | null {
  if (!element) return null;
  const all = [element, ...element.querySelectorAll(ABLE)].filter((one) => one.matches(ABLE));
  return all.find((one): one is HTMLElement => one instanceof HTMLElement && usable(one)) ?? null;
}

/** The nearest place of the list or form it stood in; not of the whole page, where the first thing means nothing. */
function beside(): HTMLElement | null {
  for (const { parent, at } of path) {
    if (!parent.isConnected) continue;
    if (parent.matches('main, .page, .content, body, #app') || parent.closest('main') === null) return null;
    const children = [...parent.children];
    const found = firstIn(children[at]) ?? firstIn(children[at - 1]) ?? firstIn(parent);
    if (found) return found;
  }
  return null;
}

function opener(): HTMLElement | null {
  for (const [opened, from] of [...openers].toReversed()) {
    if (opened.isConnected) continue;
    openers.delete(opened);
    if (usable(from)) return from;
  }
  return null;
}

function row(): HTMLElement | null {
  const main = document.querySelector('main');
  return main?.querySelector<HTMLElement>('tr[aria-selected=true], tr[data-left]') ?? null;
}

function place(): HTMLElement | null {
  const dialog = document.querySelector<HTMLElement>('[aria-modal="true"]');
  if (dialog) return firstIn(dialog.querySelector('form, .el-dialog__body') ?? dialog) ?? dialog;
  const heading = document.querySelector<HTMLElement>('main h1');
  return [opener(), beside(), row(), heading].find((one) => usable(one)) ?? null;
}

/** The focus fell to the page without a hand putting it there. */
function rescue(): void {
  if (!isBody(document.activeElement) || last === null) return;
  // Switched off for a moment (a save is running): it gets the focus back when it is on again.
  if (last.isConnected && last.matches(':disabled') && last.getAttribute('aria-busy') === 'true') return;
  if (usable(last)) last.focus({ preventScroll: true });
  else place()?.focus();
}

let due = false;
function soon(): void {
  if (due || !isBody(document.activeElement)) return;
  due = true;
  // After whoever knows better had its turn: a form that opens puts the focus into its first field.
  setTimeout(() => {
    due = false;
    rescue();
  }, 80);
}

/** Called once by main.ts. */
export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !isBody(target)) remember(target);
  });
  // A hand that clicks into nothing means it.
  document.addEventListener('mousedown', ({ target }) => {
    if (target instanceof Element && !target.closest(ABLE)) last = null;
  });
  const watched = {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'inert'],
  };
  new MutationObserver(soon).observe(document.body, watched);
}

/** A dialog that has opened: its first field, unless a quick hand is in the form already. */
export function toFirstField(form: HTMLElement | undefined): void {
  if (form && !form.contains(document.activeElement)) firstIn(form)?.focus();
}

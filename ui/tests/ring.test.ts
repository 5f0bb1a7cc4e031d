// The ring around what holds the keyboard is whole: no edge of a list, panel or page cuts it.

import { describe, expect, it } from 'vitest';
import { settled, useHouse } from './harness';

const desk = useHouse();
const PAGES = [
  '#/today',
  '#/sales/list/s-00003',
  '#/sales/new',
  '#/repairs/list/r-00004',
  '#/repairs/new',
  '#/repairs/calls/call-00003',
  '#/repairs/call',
  '#/parts',
  '#/claims',
  '#/claims/list/k-00001',
  '#/claims/sheet',
  '#/month',
  '#/archive/units/u-00001',
  '#/archive/models',
  '#/ledger',
  '#/settings/dealer',
  '#/settings/makers',
  '#/settings/policy',
  '#/settings/policy/%7CS0-farm%7C2026.1',
];
const MOST_STOPS = 70;

/** Where the ring of what has the focus leaves what may be seen of it; empty when it is whole. */
function cutRing(): string {
  const at = document.activeElement;
  if (!at || at === document.body || at.classList.contains('only-read-aloud')) return '';
  const style = getComputedStyle(at);
  if (style.outlineStyle === 'none' || !at.matches(':focus-visible')) return '';
  const grown = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
  const own = at.getBoundingClientRect();
  for (let up = at.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    const held = getComputedStyle(up);
    if (held.overflowX === 'visible' && held.overflowY === 'visible') continue;
    const box = up.getBoundingClientRect();
    const edge = { left: box.left + up.clientLeft, top: box.top + up.clientTop };
    const right = edge.left + up.clientWidth;
    const bottom = edge.top + up.clientHeight;
    const cut = [
      own.left - grown < edge.left - 0.5 && 'left',
      own.top - grown < edge.top - 0.5 && own.top >= edge.top && 'top',
      own.right + grown > right + 0.5 && 'right',
      own.bottom + grown > bottom + 0.5 && own.bottom <= bottom && 'bottom',
    ].filter(Boolean);
    if (cut.length > 0)
      return `${at.tagName}.${at.className} ${(at.textContent ?? '').trim().slice(0, 20)} cut ${cut.join(' ')} by ${up.tagName}.${up.className}`;
  }
  return '';
}

describe('the ring of the focus is whole', () => {
  it.each(PAGES)('%s', async (hash) => {
    const page = await desk.open(hash);
    await settled(page);
    await page.locator('main h1').focus();
    const cut = new Set<string>();
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await page.keyboard.press('Tab');
      // A ring is drawn within a frame or two.
      await page.evaluate(
        () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next))),
      );
      const says = await page.evaluate(cutRing);
      if (says) cut.add(says);
    }
    expect([...cut]).toEqual([]);
  });
});

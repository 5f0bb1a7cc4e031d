// 200 % on a 1366×768 screen is a window of 683×384, 300 % one of 455×256: nothing is cut off or covered.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTEFACTS, openHouse, openWindow, settled, type House } from './harness';

let house: House;
beforeAll(async () => (house = await openHouse()));
afterAll(() => house.close());

const PAGES: [name: string, hash: string][] = [
  ['今日', '#/today'],
  ['销售列表', '#/sales'],
  ['销售详情', '#/sales/list/s-00004'],
  ['登记销售', '#/sales/new'],
  ['改正回执卡', '#/sales/edit/s-00004'],
  ['维修详情', '#/repairs/list/r-00004'],
  ['登记维修', '#/repairs/edit/r-00005'],
  ['报修登记', '#/repairs/calls/call-00002'],
  ['登记报修', '#/repairs/call/call-00003'],
  ['旧件', '#/parts/list/o-00003'],
  ['期初旧件', '#/parts/opening'],
  ['核销', '#/claims'],
  ['核销申请', '#/claims/list/k-00001'],
  ['核销金额', '#/claims/money/at_risk'],
  ['录入核定', '#/claims/decide/k-00001'],
  ['录入核销通知', '#/claims/notice/k-00001'],
  ['回填的表', '#/claims/sheet'],
  ['月报', '#/month'],
  ['登记簿', '#/registers'],
  ['投诉列表', '#/registers/complaint'],
  ['投诉详情', '#/registers/complaint/e-00001'],
  ['登记投诉', '#/registers/complaint//new'],
  ['登记日报', '#/registers/technician_day//new'],
  ['报送台账', '#/ledger'],
  ['整机历史', '#/archive/units/u-00001'],
  ['机型', '#/archive/models/m-HH704'],
  ['导入', '#/archive/import'],
  ['厂家', '#/settings/makers'],
  ['备份', '#/settings/backup'],
  ['操作员', '#/settings/operators'],
  ['自检', '#/settings/about'],
];

/** Controls and headings that stand outside of the window, or under something else, where no scrolling brings them out. */
function lost(): string[] {
  const scrolls = (element: Element, axis: 'X' | 'Y'): boolean => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      const how = getComputedStyle(up)[`overflow${axis}`];
      if ((how === 'auto' || how === 'scroll') && up.clientHeight > 24 && up.clientWidth > 24) return true;
    }
    return false;
  };
  const name = (element: Element): string =>
    `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 20) ?? ''}`;
  const found: string[] = [];
  for (const element of document.querySelectorAll('button, a[href], input, select, textarea, h1, h2')) {
    const at = element.getBoundingClientRect();
    if (at.width < 2 || at.height < 2 || element.closest('.only-read-aloud, [aria-hidden=true]')) continue;
    const wide = at.left < -1 || at.right > innerWidth + 1;
    const high = at.top < -1 || at.bottom > innerHeight + 1;
    if (wide && !scrolls(element, 'X')) found.push(`${name(element)}: cut at the side`);
    if (high && !scrolls(element, 'Y')) found.push(`${name(element)}: cut below`);
    if (wide || high || scrolls(element, 'Y')) continue;
    const top = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2);
    if (top && !element.contains(top) && !top.contains(element) && !top.closest('label')?.contains(element)) {
      found.push(`${name(element)}: covered by ${name(top)}`);
    }
  }
  return found;
}

/** Numbers that break within themselves, and words that run out of their box. */
function broken(): string[] {
  const found: string[] = [];
  for (const one of document.querySelectorAll(
    '.numbers dt, .numbers dd:not(.says), .figures b, .figures a',
  )) {
    const line = Number.parseFloat(getComputedStyle(one).lineHeight) || 24;
    const says = one.textContent?.trim().slice(0, 20) ?? '';
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline')
      found.push(`${says}: runs out of its box`);
    if (one.matches('.numbers dd:not(.says):not(.unknown), .figures b') && one.getClientRects().length > 1)
      found.push(`${says}: breaks`);
    if (
      one.matches('.numbers dd:not(.says):not(.unknown)') &&
      one.getBoundingClientRect().height > line * 1.5
    )
      found.push(`${says}: stands on two lines`);
  }
  return found;
}

const SIZES: [zoom: string, width: number, height: number][] = [
  ['两倍', 683, 384],
  ['三倍', 455, 256],
];
const ALL = SIZES.flatMap(([zoom, width, height]) =>
  PAGES.map(([name, hash]): [string, string, string, number, number] => [zoom, name, hash, width, height]),
);

describe('the places have their words', () => {
  it.each(SIZES)('at %s', async (zoom, width, height) => {
    const { page, context } = await openWindow(house, '#/today', { width, height });
    const words = await page.locator('nav.rail li a').evaluateAll((all) =>
      all.map((one) =>
        [...one.querySelectorAll('span')]
          .filter((span) => span.getBoundingClientRect().width > 8 && !span.matches('.count, .count *'))
          .map((span) => {
            const [at, cell] = [span.getBoundingClientRect(), one.getBoundingClientRect()];
            return at.left >= cell.left - 1 && at.right <= cell.right + 1 ? span.textContent?.trim() : 'cut';
          })
          .join(''),
      ),
    );
    await page.screenshot({ path: join(ARTEFACTS, `60-${zoom}-各处.png`) });
    await context.close();
    expect(words).toEqual(['今日', '销售', '维修', '旧件', '核销', '月报', '登记', '报送', '档案', '设置']);
  });
});

describe('zoomed, nothing is lost', () => {
  it.each(ALL)('%s %s', async (zoom, name, hash, width, height) => {
    const { page, context, complaints } = await openWindow(house, hash, { width, height });
    await settled(page);
    if (/\/[a-z]-/.test(hash) && !/edit|decide|notice/.test(hash)) {
      await expect.poll(() => page.locator('aside h2').innerText()).not.toBe('');
    }
    await page.screenshot({ path: join(ARTEFACTS, `60-${zoom}-${name}.png`) });
    const cut = [...(await page.evaluate(lost)), ...(await page.evaluate(broken))];
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await context.close();
    expect([cut, sideways > 0, complaints]).toEqual([[], false, []]);
  });
});

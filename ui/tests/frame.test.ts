// What every list, panel and form has from its frame: keys, another try, and what stays in sight.

import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string, options: WindowOptions = {}): Promise<void> {
  page = await desk.open(hash, options);
  await settled(page);
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const panel = (): Locator => page.locator('aside');
const counts = (place: string): Locator => page.locator('nav a', { hasText: place }).locator('.count');

describe('a list', () => {
  it('a button within a row answers Enter itself, and is not taken for the row', async () => {
    await open('#/parts/packing');
    await box(page, '装哪一家的旧件').focus();
    await press('ArrowDown');
    await press('Enter');
    await page.getByRole('button', { name: '开始装箱', exact: true }).focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '旧件装箱' }).waitFor();
    await page.evaluate(() => (location.hash = '#/parts/packing'));
    const row = page.getByRole('grid').locator('tbody tr').first();
    await row.waitFor();
    await page.evaluate(() =>
      document.addEventListener('keydown', (e) => (window.name = String(e.defaultPrevented))),
    );
    await row.getByRole('button').focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '旧件装箱' }).waitFor();
    expect(await page.evaluate(() => window.name), 'the button had its own Enter').toBe('false');
  });

  it('that could not be read says what to do, and is read again by F5', async () => {
    await open('#/sales', { desk: 'busy' });
    await page.getByRole('alert').getByText('也可以按 F5').waitFor();
    await page.getByRole('button', { name: '再试一次' }).waitFor();
    await press('F5');
    await page.getByRole('grid').locator('tbody tr').first().waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
  });

  it('narrow or zoomed keeps each column readable and scrolls sideways', async () => {
    await open('#/sales', { width: 683, height: 384 });
    await page.getByRole('grid').locator('tbody tr').first().waitFor();
    const widths = await page.locator('th[scope=col]').evaluateAll((all) => all.map((th) => th.clientWidth));
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(43);
    const serial = page.locator('th', { hasText: '出厂编号' });
    expect(await serial.evaluate((th) => th.clientWidth)).toBeGreaterThanOrEqual(119);
  });
});

describe('a panel', () => {
  it('keeps what may be done next in sight when it is scrolled to its end', async () => {
    await open('#/repairs/calls/call-00002');
    const next = panel().getByRole('toolbar', { name: '下一步' });
    await next.waitFor();
    await panel()
      .locator('.inside')
      .evaluate((one) => one.scrollTo(0, one.scrollHeight));
    const seen = await next.evaluate((one) => {
      const at = one.getBoundingClientRect();
      const top = document.elementFromPoint(at.left + 8, at.top + at.height / 2);
      return at.bottom <= innerHeight && (one === top || one.contains(top));
    });
    expect(seen).toBe(true);
  });

  it('a form within it is saved by Ctrl+S', async () => {
    await open('#/repairs/calls/call-00002');
    const next = panel().getByRole('toolbar', { name: '下一步' });
    await next.getByRole('button', { name: '派工' }).focus();
    await press('Enter');
    await panel().locator('form').waitFor();
    await press('Control+s');
    await panel().getByText('没有填').first().waitFor();
  });
});

describe('the frame', () => {
  it('the numbers beside the places are of the maker chosen', async () => {
    await open('#/sales');
    const all = Number.parseInt(await counts('报送台账').innerText(), 10);
    const makers = await page.locator('header select option').count();
    expect(makers).toBeGreaterThan(2);
    let sum = 0;
    for (let i = 1; i < makers; i += 1) {
      await page.locator('header select').selectOption({ index: i });
      const code = await page.locator('header select').inputValue();
      await page.waitForFunction((one) => localStorage.getItem('maker') === one, code);
      const shown = counts('报送台账');
      sum += (await shown.count()) > 0 ? Number.parseInt(await shown.innerText(), 10) : 0;
    }
    expect(sum).toBe(all);
  });

  it('the sheet of keys names saving, sizes and the steps of a call', async () => {
    await open('#/today');
    await press('Shift+?');
    const sheet = page.getByRole('dialog', { name: '快捷键' });
    for (const says of ['Ctrl+S 保存', 'Ctrl + 加号', '1–9', 'F5'])
      await sheet.getByText(says).first().waitFor();
  });
});

// What a clerk found wrong at the window, each as it must be.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { box, openHouse, openWindow, settled, type House, type Window, type WindowOptions } from './harness';

let house: House;
let window: Window | undefined;
let page: Page;
beforeAll(async () => (house = await openHouse()));
afterAll(() => house.close());
afterEach(async () => {
  await window?.context.close();
  expect(window?.complaints).toEqual([]);
  window = undefined;
});

async function open(hash: string, heading: string, options: WindowOptions = {}): Promise<void> {
  window = await openWindow(house, hash, options);
  page = window.page;
  await page.locator('main h1', { hasText: heading }).waitFor();
  await settled(page);
}

describe('two windows on one sale', () => {
  it('the other’s price comes in, what is typed here stays, and a second save goes through', async () => {
    await open('#/sales/edit/s-00001', '修改销售', { desk: 'two' });
    await box(page, '购机者姓名').fill('刘玉梅');
    const reason = box(page, '修改原因');
    if (await reason.count()) await reason.fill('姓名写错');
    await page.keyboard.press('Control+s');
    await page.getByText(/销售价格：由 ¥[\d,.]+ 改成 ¥75,000\.00/).waitFor();
    expect([await box(page, '购机者姓名').inputValue(), await box(page, '销售价格').inputValue()]).toEqual([
      '刘玉梅',
      '75,000.00',
    ]);
    await page.keyboard.press('Control+s');
    await page.getByText(/已保存 .*（刘玉梅）/).waitFor();
  });
});

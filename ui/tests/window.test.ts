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

describe('the model box', () => {
  it('part of a known model and Enter is that model; a new one is a line that says so', async () => {
    await open('#/sales/new', '登记销售');
    const model = box(page, '机型');
    await model.pressSequentially('70');
    await page.keyboard.press('Enter');
    await expect.poll(() => model.inputValue()).toBe('HH704');
    await expect.poll(() => box(page, '厂家').inputValue()).toBe('华禾农机');
    expect(await page.getByText('新机型，请补产品名称').count()).toBe(0);
    await model.fill('XX9');
    await page.getByRole('option', { name: '按新机型“XX9”登记' }).waitFor();
    await model.press('Enter');
    await page.getByText('新机型，请补产品名称').waitFor();
  });

  it('a restored draft knows its model', async () => {
    await open('#/sales/new', '登记销售');
    await box(page, '购机者姓名').fill('刘玉梅');
    await box(page, '机型').pressSequentially('HH704');
    await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('draft:sale') ?? ''))
      .toContain('HH704');
    await page.reload();
    await page.getByText('未保存的草稿').waitFor();
    await page.getByText('轮式拖拉机').first().waitFor();
    expect(await page.getByText('新机型，请补产品名称').count()).toBe(0);
  });
});

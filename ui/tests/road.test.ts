// Reporting without a network: a file out, what it says to do with it, and the answer in.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { box, openHouse, openWindow, type House, type Window } from './harness';

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

async function open(empty = false): Promise<void> {
  window = await openWindow(house, '#/ledger', { empty });
  page = window.page;
  await page.getByRole('tab', { name: '用文件报送' }).click();
}
const out = (): Locator => page.getByRole('form', { name: '导出待报送' });
const back = (): Locator => page.getByRole('form', { name: '取回答复' });
async function pick(): Promise<void> {
  await box(out(), '报给哪个厂家').fill('华禾');
  await page.keyboard.press('Enter');
}
const press = (form: Locator, name: string): Promise<void> =>
  form.getByRole('button', { name, exact: true }).click();

it('a file goes out, waits for its answer on the line of its maker, and the answer settles what it held', async () => {
  await open();
  const waiting = page.getByText(/写的文件等答复/);
  expect(await waiting.count()).toBe(0);
  await pick();
  await press(out(), '浏览…');
  await expect.poll(() => box(out(), '文件').inputValue()).toMatch(/待报送 HH .*\.sanbao$/);
  await press(out(), '导出');
  await out()
    .getByText(/条记录已写进给.*总部的文件/)
    .waitFor();
  await waiting.waitFor();
  // One that was cut short is said to be: the form stays, and so does what waits.
  await box(back(), '答复文件').fill('E:\\half.sanbao');
  await press(back(), '取回');
  await page.getByText('后面缺了一段').waitFor();
  await expect.poll(() => waiting.count()).toBe(1);
  await box(back(), '答复文件').fill('"E:\\答复.sanbao"');
  await press(back(), '取回');
  await back()
    .getByText(/的答复：\d+ 条已报到/)
    .waitFor();
  await expect.poll(() => waiting.count()).toBe(0);
});

it('what is wrong with a file name stands beside it', async () => {
  await open();
  await press(out(), '导出');
  await out().getByText('报给哪个厂家没有填。').waitFor();
  await pick();
  await press(out(), '导出');
  await out().getByText('文件没有填。').first().waitFor();
  await box(out(), '文件').fill('E:\\月报.xlsx');
  await press(out(), '导出');
  await out().getByText('没有覆盖它').waitFor();
});

it('a desk that is enrolled nowhere is told to enrol first', async () => {
  await open(true);
  await page.getByText('请先在有网络的地方登记一次总部').waitFor();
  expect(await out().count()).toBe(0);
});

it('a month is compared with head office, and what is missing there is listed with the way to send it', async () => {
  await open();
  await page.getByRole('tab', { name: '对账' }).click();
  await page.getByRole('button', { name: '同总部对账' }).click();
  await page.getByText('一条不差').waitFor();
  await page.getByLabel('对哪个月').selectOption('2026-09');
  expect(await page.getByText('一条不差').count()).toBe(0);
  await page.getByRole('button', { name: '同总部对账' }).click();
  const row = page.getByRole('list', { name: '总部缺的记录' }).getByRole('listitem');
  await row.getByText('总部没有').waitFor();
  await page.getByRole('status').getByRole('button', { name: '立即报送' }).waitFor();
});

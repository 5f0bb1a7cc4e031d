// The window keeps what a clerk was looking at, and puts away what was refused: by keyboard alone.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const heading = (name: string): Promise<void> => page.locator('main h1', { hasText: name }).waitFor();
const month = () => page.getByRole('group', { name: '月份' }).locator('select');
const maker = () => page.locator('.pickers label', { hasText: '厂家' }).locator('select');
const sheet = (): Promise<string> => page.locator('#sheet').getAttribute('aria-label').then(String);
const seen = async (): Promise<string[]> => [
  await maker().inputValue(),
  await month().inputValue(),
  await sheet(),
];

async function lookAtAnother(): Promise<string[]> {
  page = await desk.open('#/month');
  await settled(page);
  await expect.poll(() => maker().locator('option').count()).toBeGreaterThan(1);
  const other = await maker().locator('option').last().getAttribute('value');
  const before = await month().locator('option').nth(4).getAttribute('value');
  await maker().selectOption(other!);
  await month().selectOption(before!);
  await page.getByRole('tab', { name: 'W03' }).focus();
  await press('Enter');
  await expect.poll(sheet).toContain('销售统计');
  expect([await maker().inputValue(), await month().inputValue()]).toEqual([other, before]);
  return seen();
}

describe('月报 is come back to as it was left', () => {
  for (const [way, back] of [
    ['Alt+←', 'Alt+ArrowLeft'],
    ['its key', 'Alt+6'],
  ] as const) {
    it(`by ${way}: maker, month and sheet`, async () => {
      const left = await lookAtAnother();
      await press('Alt+2');
      await heading('销售');
      await press(back);
      await heading('月报');
      await settled(page);
      await expect.poll(seen).toEqual(left);
    });
  }

  it('by its key: the tab, the ledger too, and the sheets behind the ledger', async () => {
    const left = await lookAtAnother();
    await page.getByRole('tab', { name: '对比' }).focus();
    await press('Enter');
    await page.getByRole('grid', { name: '和上月、上年同月对比' }).waitFor();
    await press('Alt+1');
    await heading('今日');
    await press('Alt+6');
    await heading('月报');
    await page.getByRole('grid', { name: '和上月、上年同月对比' }).waitFor();
    await page.getByRole('tab', { name: '月报报送台账' }).focus();
    await press('Enter');
    await page.getByRole('grid', { name: '月报报送台账' }).waitFor();
    await press('Alt+1');
    await heading('今日');
    await press('Alt+6');
    await heading('月报');
    await page.getByRole('grid', { name: '月报报送台账' }).waitFor();
    await page.getByRole('tab', { name: '报表', exact: true }).focus();
    await press('Enter');
    await page.getByRole('grid', { name: '和上月、上年同月对比' }).waitFor();
    expect([await maker().inputValue(), await month().inputValue()]).toEqual(left.slice(0, 2));
  });

  it('after the window was opened anew at its address', async () => {
    const left = await lookAtAnother();
    await page.reload();
    await settled(page);
    await expect.poll(seen).toEqual(left);
  });
});

describe('what was refused', () => {
  const refused = () => page.locator('.toast.bad');
  async function refuse(): Promise<void> {
    page = await desk.open('#/settings/templates');
    await settled(page);
    const add = page.getByRole('button', { name: '载入模板' });
    await expect.poll(() => add.isEnabled()).toBe(true);
    await add.press('Enter');
    await box(page, '厂家').fill('HH');
    await press('Enter');
    await box(page, '模板文件').fill('/home/clerk/坏.xlsx');
    await press('Control+s');
    await refused().first().waitFor();
  }

  it('covers nothing one works with, and Esc puts it away', async () => {
    await refuse();
    const says = await refused().first().boundingBox();
    const title = await page.locator('main h1').boundingBox();
    expect(title!.y).toBeGreaterThanOrEqual(says!.y + says!.height);
    await page.screenshot({ path: join(ARTEFACTS, '90-窗口-提示.png') });
    await press('Escape');
    await expect.poll(() => refused().count()).toBe(0);
  });

  it('goes when the same doing works at last', async () => {
    await refuse();
    await box(page, '模板文件').fill('/home/clerk/好.xlsx');
    await press('Control+s');
    await page.getByText('模板可以用').waitFor();
    expect(await refused().count()).toBe(0);
  });
});

describe('a row of a sheet', () => {
  it('opens its record by Enter on its number and by two clicks, and one comes back to the sheet', async () => {
    page = await desk.open('#/month/HH/2026-11/W01/preview');
    await settled(page);
    const rows = page.locator('#sheet tbody tr');
    const number = rows.nth(1).locator('a');
    const no = await number.innerText();
    await rows.first().locator('a').focus();
    await press('ArrowDown');
    expect(await number.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.screenshot({ path: join(ARTEFACTS, '90-窗口-行.png') });
    await press('Enter');
    await heading('维修');
    await page.locator('aside', { hasText: no }).waitFor();
    await press('Alt+ArrowLeft');
    await heading('月报');
    await rows.first().waitFor();
    await rows.nth(1).locator('td').nth(3).dblclick();
    await page.locator('aside', { hasText: no }).waitFor();
  });

  it('has its number in one line', async () => {
    page = await desk.open('#/month/HH/2026-11/W01/preview');
    await settled(page);
    const link = page.locator('#sheet tbody a').first();
    await link.waitFor();
    const lines = await link.evaluate((one) => one.getClientRects().length);
    expect(lines).toBe(1);
  });
});

describe('whose the money is', () => {
  it('is said above the five figures of 核销, whose list is of one maker', async () => {
    page = await desk.open('#/claims');
    await settled(page);
    await page.getByText('以下五个数是全部厂家的').waitFor();
    const all = page.locator('header select');
    await all.selectOption('HH');
    await page.getByText('以下五个数是华禾农机的').waitFor();
  });
});

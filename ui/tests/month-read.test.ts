// A month read in the window, by keyboard alone: the whole sheet, the comparison, the pictures, and the rows behind each.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(options: WindowOptions = {}): Promise<void> {
  page = await desk.open('#/month', options);
  await settled(page);
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `72-月报-${name}.png`) });
const panel = (): Locator => page.locator('aside');
async function part(name: string): Promise<void> {
  await page.getByRole('tablist', { name: '月报的看法' }).getByRole('tab', { name }).focus();
  await press('Enter');
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('the sheet', () => {
  it('has what stands on paper around its rows, and the second sheet', async () => {
    await open();
    const sheet = page.locator('#sheet .sheet');
    await sheet.getByText('说明：按完工日期归入本月').waitFor();
    await sheet.getByText('单位负责人：').waitFor();
    await sheet.getByText('第二张工作表：汇总分析').waitFor();
    await sheet.getByRole('table', { name: '一、合计' }).waitFor();
    expect(await complains()).toEqual([]);
    await picture('预览');
    // The head stays while the rows pass under it.
    await sheet.evaluate((one) => one.scrollTo(0, 10_000));
    const below = await sheet.evaluate((one) => {
      const head = one.querySelector('thead')!.getBoundingClientRect();
      return one.getBoundingClientRect().top - head.top;
    });
    expect(below).toBeLessThanOrEqual(1);
  });

  it('a long one is looked at page by page', async () => {
    await open({ desk: 'many' });
    await page.getByRole('tab', { name: 'W03' }).focus();
    await press('Enter');
    const pager = page.getByRole('group', { name: '翻看各行' });
    await pager.getByText(/第 1–200 行/).waitFor();
    await pager.getByRole('button', { name: '后 200 行' }).focus();
    await press('Enter');
    await pager.getByText(/第 201–/).waitFor();
    expect(await page.locator('#sheet tbody tr').first().locator('td').first().innerText()).toBe('201');
    await page.getByRole('tab', { name: 'W01' }).focus();
    await press('Enter');
    await expect.poll(() => page.locator('#sheet tbody td').first().innerText()).toBe('1');
  });
});

describe('the comparison', () => {
  it('stands beside last month and last year, and a figure opens its rows', async () => {
    await open();
    await part('对比');
    const grid = page.getByRole('grid', { name: '和上月、上年同月对比' });
    await grid.getByText('销售台数').waitFor();
    await page.getByText('启用日').waitFor();
    expect(await grid.getByText('—').count()).toBeGreaterThan(0);
    await picture('对比');
    expect(await complains()).toEqual([]);
    await grid.locator('tbody tr', { hasText: '销售台数' }).focus();
    await press('Enter');
    const rows = panel().getByRole('grid', { name: '组成这个数的记录' });
    await rows.locator('tbody tr').first().waitFor();
    await picture('对比明细');
    expect(await complains()).toEqual([]);
    await rows.locator('tbody tr').first().focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '销售' }).waitFor();
    await press('Alt+ArrowLeft');
    await page.locator('main h1', { hasText: '月报' }).waitFor();
  });

  it('is exported, and a .csv is asked for its letters', async () => {
    await open();
    await part('对比');
    await page.getByRole('grid', { name: '和上月、上年同月对比' }).getByText('销售台数').waitFor();
    await page.evaluate(() => localStorage.setItem('chosen-path', '/home/clerk/对比.csv'));
    await page.getByRole('button', { name: '导出表格' }).focus();
    await press('Enter');
    const asked = page.getByRole('dialog', { name: 'CSV 文件的编码' });
    await asked.getByText('旧的国产软件').waitFor();
    await picture('编码');
    expect(await complains()).toEqual([]);
    await asked.getByRole('radio', { name: /GB18030/ }).focus();
    await press('Space');
    await asked.getByRole('button', { name: '导出' }).focus();
    await press('Enter');
    await page.getByText('/home/clerk/对比.csv').waitFor();
  });
});

describe('the pictures', () => {
  for (const dark of [false, true]) {
    it(`are legible and lead to their rows${dark ? ', in the dark too' : ''}`, async () => {
      await open({ dark });
      await part('图表');
      const heat = page.getByRole('table', { name: '故障：型号 × 部位' });
      await heat.waitFor();
      await page.getByRole('table', { name: '修理天数' }).waitFor();
      await page.getByRole('table', { name: '回执卡剩余天数' }).waitFor();
      await page.getByText('核销的钱在哪里').waitFor();
      await picture(dark ? '图表-暗' : '图表');
      expect(await complains()).toEqual([]);
      const square = heat.getByRole('button').first();
      const n = Number(await square.innerText());
      await square.focus();
      await press('Enter');
      await panel().getByRole('grid', { name: '组成这个数的记录' }).locator('tbody tr').first().waitFor();
      expect(await panel().locator('tbody tr').count()).toBe(n);
      await picture(dark ? '图表明细-暗' : '图表明细');
      expect(await complains()).toEqual([]);
      await panel().locator('tbody tr').first().focus();
      await press('Escape');
      await expect.poll(() => panel().count()).toBe(0);
    });
  }

  it('at 200 % nothing is cut off', async () => {
    await open({ width: 683, height: 384 });
    await part('图表');
    await page.getByRole('table', { name: '修理天数' }).waitFor();
    const wide = await page.locator('.charts').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(wide).toBeLessThanOrEqual(1);
    await picture('图表-200');
    await part('对比');
    await page.getByRole('grid', { name: '和上月、上年同月对比' }).getByText('销售台数').waitFor();
  });
});

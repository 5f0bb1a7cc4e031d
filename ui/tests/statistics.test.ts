// The figures of a month in the window, by keyboard alone: a rate, why, by whom, and the records behind it.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(options: WindowOptions = {}): Promise<Locator> {
  page = await desk.open('#/month', options);
  await settled(page);
  await page.getByRole('tablist', { name: '月报的看法' }).getByRole('tab', { name: '指标' }).focus();
  await press('Enter');
  const grid = page.getByRole('grid', { name: '本月的服务指标' });
  await grid.getByText('三包期内回访率').waitFor();
  return grid;
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `73-指标-${name}.png`) });
const panel = (): Locator => page.locator('aside');
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('the figures of a month', () => {
  it('say the rate, the limit and whether it is kept; of nothing there is none', async () => {
    const grid = await open();
    expect(await grid.locator('tbody tr', { hasText: '投诉办结率' }).innerText()).toContain('无');
    // A rate nobody can see is none: all of them stand there without scrolling a list within the page.
    const seen = await grid.evaluate((one) => one.closest('.scroll')!.clientHeight - one.scrollHeight);
    expect(seen).toBeGreaterThanOrEqual(0);
    await page.getByRole('table', { name: '满意度调查' }).getByText('服务态度').waitFor();
    await page.getByText('没有写厂家').waitFor();
    expect(await complains()).toEqual([]);
    await picture('一览');
  });

  it('a rate opens its reason, its technicians and models, and the records; a bar narrows them', async () => {
    const grid = await open({ desk: 'many' });
    await grid.locator('tbody tr', { hasText: '三包期内回访率' }).focus();
    await press('Enter');
    await panel().getByText('规定不低于 100%').waitFor();
    const rows = panel().getByRole('grid', { name: '组成这个指标的记录' }).locator('tbody tr');
    await rows.first().waitFor();
    await picture('一个指标');
    expect(await complains()).toEqual([]);
    const bar = panel().getByRole('table', { name: '按机型' }).getByRole('button').first();
    const model = (await bar.getAttribute('aria-label')) ?? '';
    await bar.focus();
    await press('Enter');
    await panel()
      .getByText(`只看 ${model.split(' ')[0]}`)
      .waitFor();
    const all = Number(/\/(\d+)/.exec(model)?.[1]);
    await expect.poll(() => rows.count()).toBe(Math.min(all, 50));
    // Enter on a record opens it in its own place; back is back.
    await rows.first().focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '维修' }).waitFor();
  });
});

// Papers out of the window: printed by one chord, which copies, printed again, labels of what is ticked.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.locator('[role="grid"] tbody tr');
const before = (): Locator => panel().getByRole('list', { name: '打印过' }).locator('li');
const opened = (): Promise<string | null> => page.evaluate(() => localStorage.getItem('opened-path'));
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `72-打印-${name}.png`) });

async function open(hash: string): Promise<void> {
  page = await desk.open(hash);
  await settled(page);
  await rows().first().waitFor();
}
async function openFirst(): Promise<void> {
  await rows().first().locator('td').nth(1).click();
  await panel().getByRole('heading', { name: '打印' }).waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('a paper', () => {
  it('is printed by one chord, and again as it was', async () => {
    await open('#/sales');
    await openFirst();
    await press('Control+p');
    await page.getByText('三包回执卡已生成，共 3 页').waitFor();
    await expect.poll(opened).toContain('三包回执卡');
    await expect.poll(() => before().count()).toBe(1);
    await expect.poll(() => before().innerText()).toContain('1 次');
    const again = before().getByRole('button', { name: /^补打/ });
    await again.focus();
    await press('Enter');
    await page.getByText('三包回执卡补打第 1 次').waitFor();
    await expect.poll(() => before().first().innerText()).toContain('共 2 次，补打 1 次');
    // Unchanged and printed anew it is the same paper.
    await press('Control+p');
    await page.getByText('三包回执卡补打第 2 次').waitFor();
    await expect.poll(() => before().count()).toBe(1);
    await before().first().scrollIntoViewIfNeeded();
    await picture('回执卡');
    expect(await complains()).toEqual([]);
  });

  it('is printed in the copies that are ticked', async () => {
    await open('#/repairs');
    await openFirst();
    for (const copy of ['第一联 用户', '第二联 经销商']) {
      await panel().getByRole('checkbox', { name: copy }).focus();
      await press('Space');
    }
    await press('Control+p');
    await page.getByText('三包修理记录已生成，共 1 页').waitFor();
    await panel().getByRole('checkbox', { name: '第三联 厂家' }).focus();
    await press('Space');
    await press('Control+p');
    await page.getByText('请至少选一联').waitFor();
    await picture('没有选联次');
  });

  it('is a receipt for a machine taken in, on A4 or A5, and a card for the one that is sent to it', async () => {
    await open('#/repairs/custody');
    await openFirst();
    await press('Control+p');
    await page.getByText('客户商品领取收据已生成，共 2 页').waitFor();
    const size = panel().locator('[data-field=size] input');
    await size.fill('A5');
    await press('Enter');
    await expect.poll(() => size.inputValue()).toBe('A5');
    await press('Control+p');
    await expect.poll(() => before().count()).toBe(2);
    expect(await complains()).toEqual([]);
    await picture('领取收据');
    await open('#/repairs');
    await openFirst();
    const card = panel().getByRole('button', { name: '打印修护卡' });
    await card.focus();
    await press('Enter');
    await page.getByText('修护卡已生成，共 1 页').waitFor();
    await card.scrollIntoViewIfNeeded();
    await picture('修护卡');
  });

  it('is a label for each old part that is ticked', async () => {
    await open('#/parts');
    const labels = page.getByRole('button', { name: '打印标签' }).first();
    expect(await labels.isDisabled()).toBe(true);
    for (const at of [0, 1]) {
      await rows().nth(at).getByRole('checkbox').focus();
      await press('Space');
    }
    await press('Control+p');
    await page.getByText('旧件标签已生成，共 2 页').waitFor();
    await picture('标签');
    expect(await complains()).toEqual([]);
  });
});

// Reports on paper out of the window: the sheet on the screen, the pack, a building of before.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ARTEFACTS, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const opened = (): Promise<string | null> => page.evaluate(() => localStorage.getItem('opened-path'));
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `73-月报打印-${name}.png`) });

async function open(): Promise<void> {
  page = await desk.open('#/month');
  await settled(page);
  await page.getByRole('group', { name: '打印' }).waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('a report', () => {
  it('is printed as the sheet on the screen by one chord, and as the pack by its button', async () => {
    await open();
    await page.keyboard.press('Control+p');
    await page.getByText('维修月报表已生成，共 2 页').waitFor();
    await expect.poll(opened).toContain('维修月报表');
    await page.getByRole('tab', { name: 'W03' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+p');
    await page.getByText('每月销售统计表已生成').waitFor();
    const all = page.getByRole('button', { name: '打印全套' });
    await all.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/月报已生成，共 12 页/).waitFor();
    await picture('全套');
    expect(await complains()).toEqual([]);
  });

  it('says what of a form is not on the paper, with its place', async () => {
    await open();
    await page.getByRole('tab', { name: 'W05' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+p');
    await page.getByText('纸上没有印：「意见」C3 处的图表').waitFor();
    await picture('没印');
  });

  it('is printed on larger paper as another printing', async () => {
    await open();
    await page.getByRole('combobox', { name: '纸张' }).selectOption('a3');
    await page.getByRole('button', { name: '打印这张表' }).click();
    await page.getByText('维修月报表已生成').waitFor();
    await picture('A3');
  });

  it('is printed from a building of before, by its row', async () => {
    await open();
    await page.getByRole('button', { name: '报送总部' }).click();
    await page.getByRole('button', { name: /^(排队报送|提前报送)$/ }).click();
    const row = page.getByRole('button', { name: /^打印 .*维修月报表/ }).first();
    await row.waitFor();
    // The question gives the focus back to the button that asked it; only then is the row's turn.
    await page.getByText('已排队 8 张表').waitFor();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row.press('Enter');
    await page.getByText(/已生成，共 2 页/).waitFor();
    await picture('以前生成的');
    expect(await complains()).toEqual([]);
  });

  it('is the application of a claim, out of its panel', async () => {
    page = await desk.open('#/claims/list');
    await settled(page);
    await page.locator('[role="grid"] tbody tr').first().locator('td').nth(1).click();
    await page.locator('aside').getByRole('button', { name: '打印表' }).press('Enter');
    await page.getByText('三包费用核销申请表已生成').waitFor();
    await picture('核销申请');
  });
});

// Head office's own form by keyboard: looked over, a wrong one told beside its file, kept, replaced, withdrawn.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `74-报表模板-${name}.png`) });
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

async function load(path: string): Promise<void> {
  const add = page.getByRole('button', { name: '载入模板' });
  await expect.poll(() => add.isEnabled()).toBe(true);
  await add.press('Enter');
  await box(page, '厂家').fill('HH');
  await press('Enter');
  await box(page, '模板文件').fill(path);
  await press('Control+s');
}

describe('head office’s own form', () => {
  it('is looked over, kept, replaced and withdrawn without a mouse', async () => {
    page = await desk.open('#/settings/templates');
    await settled(page);
    await page.getByText('还没有载入总部的模板').waitFor();
    await load('/home/clerk/坏表.xlsx');
    const refusal = page.locator('[data-field="path"]').getByText('月报!B4 的标记 {{dealer.nmae}} 不认识');
    await refusal.waitFor();
    await picture('写错的标记');
    expect(await complains()).toEqual([]);
    await box(page, '模板文件').fill('/home/clerk/厂发月报.xlsx');
    await press('Control+s');
    await page.getByText('模板可以用：工作表「月报」第 7 行按行重复').waitFor();
    await page.getByText('会显示成 ###').waitFor();
    await page.getByText('{{row.repair.no}}').first().waitFor();
    await picture('检查过');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    await page.getByText('维修月报表的模板已载入（第 1 版）').waitFor();
    const list = page.getByRole('list', { name: '总部的报表模板' }).locator('li');
    await expect.poll(() => list.count()).toBe(1);
    await load('/home/clerk/厂发月报-新.xlsx');
    await page.getByText('模板可以用').waitFor();
    await press('Control+s');
    await expect.poll(() => list.count()).toBe(2);
    expect(await list.nth(0).innerText()).toContain('在用');
    expect(await list.nth(1).innerText()).toContain('已换新版');
    await list.nth(0).getByRole('button', { name: /停用/ }).press('Enter');
    const question = page.getByRole('dialog', { name: /停用模板/ });
    await box(page, '停用原因').fill('总部改回旧表');
    await question.getByRole('button', { name: '停用' }).press('Enter');
    await page.getByText('已停用，改用本程序的版式').waitFor();
    await list.nth(0).getByText('总部改回旧表').waitFor();
    await picture('列表');
    expect(await complains()).toEqual([]);
  });
});

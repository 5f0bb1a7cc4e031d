// A serial with one wrong digit: what it costs is said beside it, asked before it is saved, and not there once it is put back.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();

async function edited(): Promise<Page> {
  const page = await desk.open('#/repairs/list');
  await settled(page);
  const rows = page.getByRole('grid', { name: '维修单列表' }).locator('tbody tr');
  await rows.first().waitFor();
  await page.getByRole('button', { name: '在修' }).press('Enter');
  await rows.first().focus();
  await page.keyboard.press('Enter');
  await page.locator('aside').getByRole('button', { name: /^修改/ }).press('Enter');
  await page.locator('main h1', { hasText: '修改维修单' }).waitFor();
  return page;
}

describe('a serial that was never sold', () => {
  it('says what a claim loses before it is saved, and nothing once it is put back', async () => {
    const page = await edited();
    const serial = box(page, '出厂编号');
    const before = await serial.inputValue();
    await page.getByRole('checkbox', { name: /保内|三包期内/ }).check();
    await serial.fill(`${before}9`);
    await page.keyboard.press('Tab');
    const beside = page.locator('main').getByText(/这个编号没有销售记录：保存后 236.00 元不能向厂家核销/);
    await beside.waitFor();
    const save = page.getByRole('button', { name: '保存', exact: true }).first();
    await save.press('Enter');
    const question = page.getByRole('dialog', { name: '这样改会影响核销，仍要保存？' });
    await question.waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '80-改编号影响核销.png') });
    const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
    expect(found.violations.map((one) => one.id)).toEqual([]);
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await page.locator('main h1', { hasText: '修改维修单' }).count()).toBe(1);
    await serial.fill(before);
    await beside.waitFor({ state: 'detached' });
    await save.press('Enter');
    await page.locator('main h1', { hasText: '修改维修单' }).waitFor({ state: 'detached' });
  });
});

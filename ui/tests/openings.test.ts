// A claim from before the first day: what head office decided of it, put right, cancelled; by keyboard alone.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `74-期初核销-${name}.png`) });
const panel = (): Locator => page.locator('aside');
async function push(inside: Page | Locator, name: string): Promise<void> {
  await inside.getByRole('button', { name, exact: true }).first().focus();
  await press('Enter');
}
async function state(word: string): Promise<void> {
  await panel().locator('header .chip', { hasText: word }).waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
async function listed(): Promise<Locator> {
  page = await desk.open('#/parts/opening-claims');
  await settled(page);
  await box(page, '厂家').fill('华禾农机');
  await box(page, '厂家').press('Enter');
  await box(page, '核销单号').fill('HX-2610-07');
  await box(page, '申请金额').fill('5,000');
  await box(page, '申报日期').fill('2026-10-31');
  await press('Control+s');
  const row = page.locator('tbody tr', { hasText: 'HX-2610-07' });
  await row.waitFor();
  return row;
}

describe('a claim from before the first day', () => {
  it('is settled by the paper of head office, put right with a reason and cancelled', async () => {
    const row = await listed();
    await row.focus();
    await press('Enter');
    await state('等总部核定');
    expect(await complains()).toEqual([]);
    await push(panel(), '登记核定');
    await box(panel(), '通知编号').fill('TZ-8');
    await box(panel(), '核定日期').fill('今');
    await box(panel(), '核定金额').fill('5000.01');
    await press('Control+s');
    await panel().getByText('不超过申请金额').waitFor();
    expect(await complains()).toEqual([]);
    await picture('登记核定');
    await box(panel(), '核定金额').fill('4800');
    await box(panel(), '抵扣货款金额').fill('4800');
    await box(panel(), '抵扣日期').fill('今');
    await press('Control+s');
    await state('已核定');
    expect(await panel().innerText()).toMatch(/核减[\s\S]*¥200\.00/);
    await picture('已核定');

    await push(panel(), '更正核定');
    await press('Control+s');
    await panel().getByText('更正的原因没有填').waitFor();
    await push(panel(), '取消');
    await push(panel(), '作废');
    const question = page.getByRole('dialog');
    await question.waitFor();
    await box(question, '作废原因').fill('重复录入');
    await push(question, '作废');
    await page.locator('tbody tr', { hasText: '已作废' }).waitFor();
    await picture('已作废');
  });
});

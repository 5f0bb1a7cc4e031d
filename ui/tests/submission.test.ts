// The submission ledger by keyboard alone: put in, refused, answered, corrected, cancelled.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `78-报送-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid', { name: '月报报送台账' }).locator('tbody tr');
async function push(inside: Page | Locator, name: string | RegExp): Promise<void> {
  await inside
    .getByRole('button', { name, exact: typeof name === 'string' })
    .first()
    .focus();
  await press('Enter');
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

/** October of the first maker is queued, and the ledger is open. */
async function sentByNetwork(): Promise<void> {
  page = await desk.open('#/month/HH/2026-10');
  await settled(page);
  await push(page, '报送总部');
  await push(page.getByRole('dialog'), /排队报送|提前报送/);
  await page.getByText(/已排队 8 张表/).waitFor();
  await picture('月报');
  await page.getByRole('tab', { name: '报送台账' }).focus();
  await press('Enter');
  await rows().first().waitFor();
}

describe('the submission ledger', () => {
  it('has what was queued by itself, and what is typed with every refusal beside its field', async () => {
    await sentByNetwork();
    await expect.poll(() => rows().first().innerText()).toMatch(/联网[\s\S]*排队待报/);
    await picture('台账');
    expect(await complains()).toEqual([]);
    const before = await rows().count();
    await press('Control+n');
    await panel().getByText('W25 报送清单').waitFor();
    await box(panel(), '总部回执号').fill('S-9');
    await press('Control+s');
    // What has a star is asked for first; what hangs together is judged behind.
    await panel().getByText('运单号没有填').waitFor();
    await box(panel(), '运单号').fill('SF100200');
    await press('Control+s');
    await panel().getByText('总部收到日期没有填').waitFor();
    await picture('登记被退回');
    expect(await complains()).toEqual([]);
    await box(panel(), '总部回执号').fill('');
    await press('Control+s');
    await page.getByText('已登记这次报送。').waitFor();
    await expect.poll(() => rows().count()).toBe(before + 1);
    await expect.poll(() => rows().first().innerText()).toMatch(/邮寄[\s\S]*已交出/);
  });

  it('takes the receipt, a correction with its reason, and a cancellation', async () => {
    page = await desk.open('#/month/submissions');
    await settled(page);
    await rows().filter({ hasText: '传真' }).first().click();
    await panel().getByText('0319-8123').waitFor();
    await push(panel(), '登记回执或退回');
    await box(panel(), '总部收到日期').fill('今');
    await box(panel(), '总部回执号').fill('S-2611-8');
    await push(panel(), '保存');
    await page.getByText('已登记总部的答复。').waitFor();
    await expect
      .poll(() => rows().filter({ hasText: '传真' }).first().innerText())
      .toMatch(/总部已收[\s\S]*S-2611-8/);
    await picture('回执');
    expect(await complains()).toEqual([]);
    await push(panel(), '作废…');
    const asked = page.getByRole('dialog');
    await box(asked, '作废原因').fill('重复登记');
    await push(asked, '作废');
    await page.getByText('已作废。').waitFor();
    await expect.poll(() => rows().filter({ hasText: '传真' }).first().innerText()).toMatch(/已作废/);
  });

  it('is narrowed by road, and what the program put in is not changed by hand', async () => {
    await sentByNetwork();
    await page
      .getByRole('button', { name: '邮寄' })
      .or(page.getByRole('radio', { name: '邮寄' }))
      .first()
      .click();
    await expect.poll(() => rows().count()).toBe(1);
    await page
      .getByRole('button', { name: '联网' })
      .or(page.getByRole('radio', { name: '联网' }))
      .first()
      .click();
    await rows().first().click();
    await panel().getByText('联网报送由程序自己登记').waitFor();
    expect(await panel().getByRole('button', { name: '作废…' }).count()).toBe(0);
  });
});

// The workshop in the window, by keyboard alone: a machine comes in and leaves, its card of work, a fault out of the tree.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string): Promise<void> {
  page = await desk.open(hash);
  await settled(page);
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const type = (text: string): Promise<void> => page.keyboard.insertText(text);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `72-在店机器-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid', { name: '客户商品进出登记簿' }).locator('tbody tr');
const at = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field'));
async function hit(name: string): Promise<void> {
  await panel().getByRole('button', { name, exact: true }).focus();
  await press('Enter');
}
async function state(word: string): Promise<void> {
  await panel().locator('header .chip', { hasText: word }).first().waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('a machine', () => {
  it('comes in on a receipt and leaves with it, without a mouse', async () => {
    await open('#/repairs/custody');
    await rows().first().waitFor();
    await press('Control+n');
    await page.locator('main h1', { hasText: '收下机器' }).waitFor();
    await expect.poll(at).toBe('bearer');
    await type('马春梅');
    await box(page, '故障描述（用户说的）').fill('充不进电');
    await press('Control+s');
    await page.getByText('外观状况没有填').waitFor();
    await picture('没有写外观');
    expect(await complains()).toEqual([]);
    await box(page, '外观状况').fill('后视镜缺一只');
    await press('Control+s');
    await state('在店');
    await picture('收据');
    expect(await complains()).toEqual([]);

    await hit('交还机器');
    await expect.poll(at).toBe('to');
    await panel().getByRole('checkbox', { name: '收据已收回作废' }).focus();
    await press('Space');
    await hit('登记交还');
    await panel().getByText('收据没有收回的原因没有填').waitFor();
    await box(panel(), '收据没有收回的原因').fill('用户弄丢，已写遗失声明');
    await hit('登记交还');
    await state('已交还');
    await panel().getByText('没有收回：用户弄丢，已写遗失声明').waitFor();
    await picture('已交还');
    expect(await complains()).toEqual([]);

    await hit('撤回交还…');
    await box(page.getByRole('dialog'), '撤回原因').fill('点错了');
    await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).focus();
    await press('Enter');
    await state('在店');
  });

  it('whose day has passed stands first, and another day says why', async () => {
    await open('#/repairs/custody');
    await rows().first().waitFor();
    await expect.poll(() => rows().first().innerText()).toContain('过期 2 天');
    await picture('登记簿');
    await rows().first().focus();
    await press('Enter');
    await panel().getByText('立即报告主任').waitFor();
    await picture('过了约定');
    expect(await complains()).toEqual([]);
    await hit('修改');
    await page.locator('main h1', { hasText: '修改领取收据' }).waitFor();
    await box(page, '约定归还日期').fill('2026-12-01');
    await press('Enter');
    await box(page, '改约原因').waitFor();
    await press('Control+s');
    await page.getByText('改约原因没有填').waitFor();
    await box(page, '改约原因').fill('等配件');
    await press('Control+s');
    await panel().getByText('等配件').waitFor();
  });

  it('comes in with its call, and the call shows the receipt', async () => {
    await open('#/repairs/calls');
    const calls = page.getByRole('grid', { name: '报修登记列表' }).locator('tbody tr');
    await calls.first().focus();
    await press('Enter');
    await hit('收进店里');
    await page.locator('main h1', { hasText: '收下机器' }).waitFor();
    await expect.poll(() => box(page, '送修人').inputValue()).not.toBe('');
    await expect.poll(() => box(page, '故障描述（用户说的）').inputValue()).not.toBe('');
  });
});

describe('a repair', () => {
  it('has a card of work the director inspects', async () => {
    await open('#/repairs/list');
    const repairs = page.getByRole('grid', { name: '维修单列表' }).locator('tbody tr');
    await repairs.filter({ hasText: '在修' }).first().focus();
    await press('Enter');
    await panel().getByText('还没有修护卡').waitFor();
    await hit('填修护卡');
    await expect.poll(at).toBe('plan');
    await hit('保存修护卡');
    await panel().getByText('计划修理内容没有填').waitFor();
    await box(panel(), '计划修理内容').fill('拆检喷油泵');
    await box(panel(), '开工时间').fill('9:00');
    await box(panel(), '收工时间').fill('11:30');
    await hit('保存修护卡');
    await panel().getByText('还没有检验').waitFor();
    await hit('主任检验');
    await expect.poll(at).toBe('by');
    await type('赵主任');
    await hit('登记检验');
    await panel().getByText('赵主任 检验合格').waitFor();
    await picture('修护卡');
    expect(await complains()).toEqual([]);
  });

  it('takes place, symptom and cause from the fault tree', async () => {
    await open('#/repairs/new');
    await page.locator('main h1', { hasText: '登记维修' }).waitFor();
    await box(page, '故障代码').focus();
    await type('pyb');
    await page
      .getByRole('option', { name: /喷油泵/ })
      .first()
      .waitFor();
    await press('Enter');
    await expect.poll(() => box(page, '故障部位').inputValue()).toBe('喷油泵');
    await expect.poll(() => box(page, '故障现象').inputValue()).toBe('不供油，发动机不能启动');
    await expect.poll(() => box(page, '故障原因').inputValue()).toBe('柱塞偶件磨损或卡死');
    await picture('故障树');
    expect(await complains()).toEqual([]);
    await page.getByRole('button', { name: '加一个零件' }).focus();
    await press('Enter');
    await page.getByRole('button', { name: '填 这一行 的新旧件编号' }).focus();
    await press('Enter');
    await expect.poll(at).toBe('parts.0.old_serial');
    await picture('新旧件编号');
    expect(await complains()).toEqual([]);
  });
});

// A second day of a clerk, by keyboard alone: money that says what it counts, keys of their own, words that are offered.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string, options: WindowOptions = {}): Promise<void> {
  page = await desk.open(hash, options);
  await settled(page);
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `79-职员-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const calls = (): Locator => page.getByRole('grid', { name: '报修登记列表' }).locator('tbody tr');
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
/** Fen of an amount in a text; the first one. */
const fen = (text: string): number =>
  Number((/¥?(-?[\d,]+\.\d\d)/.exec(text)?.[1] ?? 'none').replaceAll(',', '').replace('.', ''));
const sum = (texts: string[]): number =>
  texts.filter((text) => /\d\.\d\d/.test(text)).reduce((all, text) => all + fen(text), 0);

describe('今日', () => {
  it('says what its money counts, and the rows it opens sum to it', async () => {
    await open('#/today');
    const tile = page.locator('.numbers > div', { hasText: '待办涉及金额' });
    await tile.getByText('待办里各行“金额”之和').waitFor();
    const said = fen(await tile.locator('dd').first().innerText());
    expect(said).toBeGreaterThan(0);
    const list = page.getByRole('grid', { name: '今日待办' });
    const all = await list.locator('tbody tr').count();
    expect(fen(await list.locator('tfoot').innerText())).toBe(said);
    await tile.getByRole('button', { name: '只看有金额的' }).press('Enter');
    await expect.poll(() => list.locator('tbody tr').count()).toBeLessThan(all);
    const cells = await list.locator('tbody tr td:last-child').allInnerTexts();
    expect(cells.every((text) => /\d\.\d\d/.test(text))).toBe(true);
    expect(sum(cells)).toBe(said);
    expect(await complains()).toEqual([]);
    await picture('今日金额');
    await tile.getByRole('button', { name: '看全部待办' }).press('Enter');
    await expect.poll(() => list.locator('tbody tr').count()).toBe(all);
    // Beside it each figure of the makers says what it counts.
    await page.getByText('各数怎么算').focus();
    await press('Enter');
    await page.getByText('核减或不予核销，通知已经确认').waitFor();
    await page
      .getByText(/还可以提异议的核减/)
      .first()
      .waitFor();
  });
});

describe('核销', () => {
  it('a cut that may still be disputed is at risk, and is not lost', async () => {
    await open('#/claims/money/at_risk');
    const rows = page.getByRole('grid', { name: '有风险的每一项' }).locator('tbody tr');
    await rows.filter({ hasText: '核减待异议' }).first().waitFor();
    const figures = page.getByRole('list', { name: '核销金额' });
    await figures
      .getByRole('link', { name: /^已损失/ })
      .getByText('¥0.00')
      .waitFor();
    await figures.getByText('核减或不予核销，通知已经确认').waitFor();
    expect(await complains()).toEqual([]);
    await picture('核减待异议');
  });

  it('begins with a maker of whom something can be claimed, and with the one used last', async () => {
    await open('#/claims');
    const which = page.locator('main .bar select').first();
    const rows = page.getByRole('grid', { name: '待申请的维修单' }).locator('tbody tr');
    await rows.filter({ hasText: '可以申请' }).first().waitFor();
    await page.getByText('一张维修单算一台次').waitFor();
    const begun = await which.inputValue();
    const others = await which
      .locator('option')
      .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
    const other = others.find((code) => code !== begun) ?? '';
    await page.evaluate(() => (location.hash = '#/claims/account'));
    const account = box(page, '厂家');
    await account.waitFor();
    await page.evaluate(() => (location.hash = '#/claims'));
    await which.selectOption(other);
    await page.evaluate(() => (location.hash = '#/claims/fee'));
    await page.getByRole('list').first().waitFor();
    expect(await page.evaluate(() => localStorage.getItem('claims:maker'))).toBe(other);
  });
});

describe('keys of their own', () => {
  it('F7 opens the repair of a call, a new one or the one there is, and leaves no step half typed', async () => {
    await open('#/repairs/calls');
    await calls().nth(2).focus();
    await press('Enter');
    await panel().getByText('孙国强').first().waitFor();
    await panel().locator('.inside').focus();
    await press('3');
    await box(panel(), '总部的备案编号').fill('BA-26-7');
    await press('F7');
    expect(await box(panel(), '总部的备案编号').inputValue()).toBe('BA-26-7');
    await press('Control+s');
    await panel().getByText('BA-26-7').waitFor();
    await press('F7');
    await page.locator('main h1', { hasText: '登记维修' }).waitFor();
    await expect.poll(() => box(page, '故障现象').inputValue()).toBe('离合器打滑');
  });

  it('F8 takes what the rules say, from inside a field, and only there', async () => {
    await open('#/repairs/list');
    const row = page.getByRole('grid').locator('tbody tr').first();
    await row.waitFor();
    await press('F8');
    await row.focus();
    await press('Enter');
    await panel().waitFor();
    const id = await page.evaluate(() => location.hash.split('/').at(-1) ?? '');
    await page.evaluate((one) => (location.hash = `#/repairs/edit/${one}`), id);
    const says = page.getByRole('list', { name: '按厂家规定的费用' });
    await box(page, '外出里程').fill('35');
    await box(page, '出发时刻').fill('22:30');
    await box(page, '交通费').fill('200');
    await says.getByText('填的少 ¥10.00').waitFor();
    await box(page, '交通费').focus();
    await press('F8');
    await expect.poll(() => box(page, '交通费').inputValue()).toBe('210.00');
    await says.getByText('与填写的一致').first().waitFor();
    expect(await says.getByRole('button', { name: /F8|全部/ }).count()).toBe(0);
  });
});

describe('words that are offered', () => {
  it('who is sent: technicians by an arrow, another by typing', async () => {
    await open('#/repairs/calls');
    await calls().first().focus();
    await press('Enter');
    await panel().getByRole('toolbar', { name: '下一步' }).waitFor();
    await panel().locator('.inside').focus();
    await press('5');
    const who = box(panel(), '派给谁');
    await expect.poll(() => who.evaluate((at) => at === document.activeElement)).toBe(true);
    await press('ArrowDown');
    const offered = panel().getByRole('option').filter({ visible: true });
    await offered.first().waitFor();
    expect(await offered.count()).toBeGreaterThan(1);
    const second = await offered.nth(1).innerText();
    expect(await complains()).toEqual([]);
    await picture('派给谁');
    await press('ArrowDown');
    await press('Enter');
    await expect.poll(() => who.inputValue()).toBe(second);
    // What stands is no filter: the arrow shows the whole list again. Another word may be typed.
    await who.focus();
    await press('ArrowDown');
    expect(await offered.count()).toBeGreaterThan(1);
    await press('Escape');
    await who.fill('外请胡师傅');
    await press('Control+s');
    await panel().getByText('外请胡师傅').first().waitFor();
  });

  it('责任归属 and 维修人员 of a repair', async () => {
    await open('#/repairs/new');
    const whose = box(page, '责任归属');
    await whose.focus();
    await press('ArrowDown');
    const offered = page.getByRole('option').filter({ visible: true });
    await offered.filter({ hasText: '用户使用' }).waitFor();
    await press('Escape');
    await whose.fill('配套厂');
    await press('Tab');
    expect(await whose.inputValue()).toBe('配套厂');
    const who = box(page, '维修人员');
    await who.focus();
    await press('ArrowDown');
    await offered.first().waitFor();
    expect(await offered.count()).toBeGreaterThan(1);
  });
});

describe('a repair submitted from its panel', () => {
  it('asks about a part without a price, as the form does', async () => {
    await open('#/repairs/new');
    await page.evaluate(() => (location.hash = '#/repairs/list'));
    const drafts = page.getByRole('grid', { name: '维修单列表' }).locator('tbody tr');
    await drafts.first().waitFor();
    await page.getByRole('button', { name: '在修' }).press('Enter');
    await drafts.first().waitFor();
    await drafts.first().focus();
    await press('Enter');
    await panel().getByRole('button', { name: /^修改/ }).press('Enter');
    await page.locator('main h1', { hasText: '修改维修单' }).waitFor();
    const one = page.getByRole('listitem', { name: '第 1 个零件' });
    await box(one, '编码或名称').fill('转向油缸');
    await press('Tab');
    await box(one, '单价').fill('');
    await page.getByRole('button', { name: '保存', exact: true }).first().press('Enter');
    await panel().getByText('转向油缸').first().waitFor();
    await panel().getByRole('button', { name: '提交' }).first().press('Enter');
    const question = page.getByRole('dialog', { name: '这个零件没有单价，材料费按 0 元报，对吗？' });
    await question.waitFor();
    await press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await panel().getByRole('button', { name: '提交' }).count()).toBe(1);
  });
});

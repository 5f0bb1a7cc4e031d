// Money by rule in the window, by keyboard alone: a fee taken from the rule, a receipt, the account with a maker.

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
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `73-费用-${name}.png`) });
const panel = (): Locator => page.locator('aside');
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

describe('a fee', () => {
  it('is proposed with its reason, taken by one press, and a typed one stays with its difference', async () => {
    await open('#/repairs/list');
    const row = page.getByRole('grid').locator('tbody tr').first();
    await row.waitFor();
    await row.click();
    await panel().waitFor();
    const id = await page.evaluate(() => location.hash.split('/').at(-1) ?? '');
    await page.evaluate((one) => (location.hash = `#/repairs/edit/${one}`), id);
    const says = page.getByRole('list', { name: '按厂家规定的费用' });
    await box(page, '外出里程').fill('35');
    await says.getByText('缺少「出发」').waitFor();
    await box(page, '出发时刻').fill('22:30');
    await box(page, '交通费').fill('200');
    await says.getByText('¥210.00').first().waitFor();
    await says.getByText('填的少 ¥10.00').waitFor();
    await says.scrollIntoViewIfNeeded();
    await says.locator('summary').focus();
    await press('Space');
    await says.getByText('夜间单价 6.00 元').waitFor();
    await picture('维修单');
    expect(await complains()).toEqual([]);
    await push(says, /填 ¥210\.00$/);
    await says.getByText('与填写的一致').waitFor();
    await expect.poll(() => box(page, '交通费').inputValue()).toBe('210.00');
  });
});

describe('the account', () => {
  const rows = (): Locator => page.getByRole('grid', { name: '与厂家的往来账' }).locator('tbody tr');

  it('takes a line off a paper and says what is owed after it', async () => {
    await open('#/claims/account');
    await rows().first().waitFor();
    const before = await rows().count();
    await push(page, '记一行');
    await box(panel(), '金额').fill('5000');
    await press('Control+s');
    await panel().getByText('单据号没有填').first().waitFor();
    await box(panel(), '单据号').fill('FP-0456');
    await picture('往来账-记一行');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    await page.getByText('已记下：赊购进货 ¥5,000.00').waitFor();
    await expect.poll(() => rows().count()).toBe(before + 1);
    const first = await rows().first().innerText();
    expect(first).toMatch(/FP-0456[\s\S]*5,000\.00[\s\S]*124,564\.00/);
    await picture('往来账');
    expect(await complains()).toEqual([]);

    await rows().first().click();
    await push(panel(), '作废…');
    const asked = page.getByRole('dialog');
    await box(asked, '作废原因').fill('记错厂家');
    await push(asked, '作废');
    await page.getByText('已作废。').waitFor();
    await expect.poll(() => rows().first().innerText()).toMatch(/119,564\.00/);
  });

  it('a line a notice made is not cancelled by hand', async () => {
    await open('#/claims/account');
    await rows().first().waitFor();
    await rows().filter({ hasText: 'TZ-2026-011' }).click();
    await panel().getByText('由核销通知或服务费结算表自己记的').waitFor();
    await panel().getByText('应付货款 120000.00 元').waitFor();
    expect(await panel().getByRole('button', { name: '作废…' }).count()).toBe(0);
  });
});

describe('paid service', () => {
  it('from a done job to a receipt with its invoice', async () => {
    await open('#/claims/paid');
    const waiting = page.getByRole('list', { name: '待开收据' });
    await waiting.getByRole('button', { name: '开收据' }).first().waitFor();
    await push(waiting, '开收据');
    await page.locator('main h1', { hasText: '开有偿服务收据' }).waitFor();
    await picture('开收据');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    await page.getByText('收款方式没有填').first().waitFor();
    await box(page, '收款方式').fill('先开票');
    await press('Enter');
    await box(page, '收款日期').fill('今');
    await press('Control+s');
    await page.getByText('大额有偿服务先开票、后收款').first().waitFor();
    await box(page, '收款日期').fill('');
    await press('Control+s');
    await panel().getByRole('button', { name: '记发票和收款' }).waitFor();
    await page.getByRole('list', { name: '每天合计' }).getByText('1 张').waitFor();
    await push(panel(), '记发票和收款');
    await box(panel(), '发票号').fill('0123');
    await box(panel(), '开票日期').fill('今');
    await push(panel(), '记下');
    await panel().getByText('已开票，待收款').waitFor();
    await picture('收据');
    expect(await complains()).toEqual([]);
  });
});

describe('jobs without a receipt', () => {
  it('are all reached, page by page, and from the job itself', async () => {
    await open('#/claims/paid');
    const waiting = page.getByRole('list', { name: '待开收据' });
    await waiting.getByRole('button', { name: '开收据' }).first().waitFor();
    const said = await page.getByText(/张用户付款的维修单已完工/).innerText();
    const all = Number(/\d+/.exec(said)?.[0]);
    expect(all).toBeGreaterThan(5);
    expect(await waiting.getByRole('listitem').count()).toBe(5);
    await push(page, `再显示一些（还有 ${all - 5} 张）`);
    await expect.poll(() => waiting.getByRole('listitem').count()).toBe(Math.min(all, 25));
    await picture('待开收据');
    expect(await complains()).toEqual([]);
    const no = (await waiting.getByRole('listitem').first().innerText()).split(' · ')[0] ?? '';
    await open('#/repairs/list');
    await page
      .getByRole('grid')
      .locator('tbody tr', { hasText: no.slice(-5) })
      .first()
      .click();
    await push(panel(), '开收据');
    await page.getByText(`维修单 ${no}`).waitFor();
  });
});

describe('stock the dealer dismantled', () => {
  it('asks for the labour beside the freight', async () => {
    await open('#/claims/account');
    await push(page, '记一行');
    await box(panel(), '类别').fill('运费');
    await press('Enter');
    await box(panel(), '运费原因').fill('经销商拆动');
    await press('Enter');
    await box(panel(), '谁垫付').fill('厂家');
    await press('Enter');
    await box(panel(), '金额').fill('80');
    await box(panel(), '单据号').fill('YD-9');
    await press('Control+s');
    await panel().getByText('恢复工时费没有填').first().waitFor();
    await box(panel(), '恢复工时费').fill('50');
    await picture('往来账-拆动');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    await page.getByText('已记下：运费，库存返厂：经销商拆动').waitFor();
  });
});

describe('a quarter of service fees', () => {
  it('sends to an earlier one that was passed over', async () => {
    await open('#/claims/fee');
    await box(page, '厂家').fill('金穗');
    await press('Enter');
    await page.getByText('2026年第2季度总部已收的 36 张回执还没有结算').waitFor();
    expect(await page.getByRole('button', { name: '存成结算表' }).count()).toBe(0);
    await picture('服务费-先结算');
    expect(await complains()).toEqual([]);
    await push(page, '去结算2026年第2季度');
    await page.getByRole('heading', { name: '2026年第2季度' }).waitFor();
    await push(page, '存成结算表');
    await page.getByText('已存 2026年第2季度结算表第 1 版').waitFor();
    await push(page, '最近一个季度');
    await page.getByRole('button', { name: '存成结算表' }).waitFor();
  });

  it('a year by its sales is stated where the maker has such a fee', async () => {
    await open('#/claims/fee');
    await page.getByRole('list', { name: '有效回执卡' }).waitFor();
    expect(await page.getByText('按销售额结算').count()).toBe(0);
    await box(page, '厂家').fill('金穗');
    await press('Enter');
    await page.getByText('2025年按销售额结算').first().waitFor();
    await page.getByText('¥4,000.00').first().waitFor();
    await box(page, '本年结算销售额').fill('790000');
    await page.getByText('¥3,950.00').first().waitFor();
    await push(page, '存成年度结算表');
    await page.getByText('已存 2025年结算表第 1 版').waitFor();
    const made = page.getByRole('list', { name: '结算表' });
    await made.getByText('本年结算销售额 790000.00 元').waitFor();
    await picture('服务费-年度');
    expect(await complains()).toEqual([]);
  });

  it('is stated, stated again, and confirmed with the difference', async () => {
    await open('#/claims/fee');
    const made = page.getByRole('list', { name: '结算表' });
    await page.getByRole('list', { name: '有效回执卡' }).getByText('晚到').waitFor();
    await push(page, '存成结算表');
    await made.getByText('第 1 版').waitFor();
    await box(page, '特殊维修费').fill('50');
    await push(page, '存成结算表');
    await page.getByText('总部批准文号没有填').first().waitFor();
    await box(page, '总部批准文号').fill('批 12');
    await push(page, '存成结算表');
    await made.getByText('第 2 版').waitFor();
    await made.getByText('已被新版本代替').waitFor();
    await push(made, '按总部的数确认');
    await box(made, '总部结算金额').fill('1100');
    await box(made, '总部结算单号').fill('JS-9');
    await box(made, '差额说明').fill('少批 30 元');
    await push(made, '确认');
    await made.getByText('总部少 ¥30.00').waitFor();
    await picture('服务费');
    expect(await complains()).toEqual([]);
  });
});

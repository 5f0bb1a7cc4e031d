// Claims in the window: from what is ready to a notice that is confirmed, a sheet of head office, and the money beside it.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
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
  page.screenshot({ path: join(ARTEFACTS, `70-核销-${name}.png`) });
const button = (inside: Page | Locator, name: string | RegExp): Locator =>
  inside.getByRole('button', { name, exact: typeof name === 'string' }).first();
/** By keyboard, as the rest of this file: nothing here needs the mouse. */
async function push(inside: Page | Locator, name: string | RegExp): Promise<void> {
  await button(inside, name).focus();
  await press('Enter');
}
/** Fen of an amount in a text; the first one. */
const fen = (text: string): number =>
  Number((/¥?(-?[\d,]+\.\d\d)/.exec(text)?.[1] ?? 'none').replaceAll(',', '').replace('.', ''));
const figure = (name: string): Promise<string> =>
  page
    .getByRole('list', { name: '核销金额' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .innerText();
const ready = (): Locator => page.getByRole('grid', { name: '待申请的维修单' }).locator('tbody tr');
const panel = (): Locator => page.locator('aside');
async function state(word: string): Promise<void> {
  await panel().locator('header .chip', { hasText: word }).waitFor();
}
/** Ticks what was refused before: that is asked for again only on purpose. */
async function tickRefused(): Promise<void> {
  const refused = ready().filter({ hasText: '再次申请' }).locator('input');
  await refused.focus();
  await press('Space');
  expect(await refused.isChecked()).toBe(true);
}
async function claimAll(): Promise<void> {
  await ready().first().waitFor();
  await tickRefused();
  await push(page, '申请核销');
  await push(page.getByRole('dialog'), '申请核销');
  await state('已申请');
}

describe('a claim', () => {
  it('from the ready list to a confirmed notice, without a mouse', async () => {
    await open('#/claims');
    await ready().first().waitFor();
    const rows = await ready().allInnerTexts();
    const lacking = rows.filter((row) => !row.includes('可以申请'));
    const able = rows.filter((row) => row.includes('可以申请'));
    expect([able.length > 1, lacking.length > 0]).toEqual([true, true]);
    const again = able.filter((row) => row.includes('再次申请'));
    expect(again.length, 'one was refused before').toBe(1);
    expect(
      await ready().locator('input:checked').count(),
      'the ready ones are ticked, but for what was refused before',
    ).toBe(able.length - 1);
    expect(await ready().locator('input:disabled').count(), 'the others cannot be').toBe(lacking.length);
    await tickRefused();
    const asked = able.reduce((sum, row) => sum + fen(row), 0);
    expect(fen(await page.getByText(/^已勾选/).innerText())).toBe(asked);
    const hoped = async (): Promise<number> =>
      fen(await figure('可申请')) + fen(await figure('已申请待核定')) + fen(await figure('有风险'));
    const before = await hoped();

    await push(page, '申请核销');
    const question = page.getByRole('dialog');
    await question.waitFor();
    expect(fen(await question.innerText()), 'asked once, with the sum').toBe(asked);
    await question.getByText('其中 1 台次总部上次没有核定').waitFor();
    await picture('申请');
    await push(question, '申请核销');
    await state('已申请');
    await expect.poll(() => figure('已损失')).toContain('¥0.00');
    expect(await hoped(), 'what was refused before and is asked for again waits like the rest').toBe(before);
    await picture('已申请');

    await push(panel(), '导出申请表');
    await page.getByText('已导出申请表：').waitFor();

    await push(panel(), '录入核定');
    await page.locator('main h1', { hasText: '录入总部的核定' }).waitFor();
    await box(page, '核定人').fill('刘审');
    const first = page.locator('form li').first();
    await box(first, '核定金额').fill('999999');
    await press('Control+s');
    await first.getByText('原因没有填').waitFor();
    await box(first, '原因').fill('工时过高');
    await press('Control+s');
    await first.getByText('不超过申请金额').waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('lines.0.approved_fen');
    const line = fen(await first.innerText());
    await box(first, '核定金额').fill(String((line - 3600) / 100));
    await first.getByText('核减 ¥36.00').waitFor();
    await push(page, '空着的都按申请金额核定');
    await picture('录入核定');
    await press('Control+s');
    await state('已核定');
    await expect
      .poll(() => panel().locator('li').first().innerText())
      .toMatch(/核减[\s\S]*¥36\.00[\s\S]*工时过高[\s\S]*在此录入、未签名/);
    await picture('已核定');

    await push(panel(), '录入核销通知');
    await page.locator('main h1', { hasText: '录入核销通知' }).waitFor();
    await box(page, '通知编号').fill('TZ-2026-018');
    await box(page, '通知日期').fill('今');
    await box(page, '核定金额').fill(String((asked - 3500) / 100));
    await box(page, '核减金额').fill('36');
    await press('Control+s');
    await page.getByText('核定加核减应当等于申请金额').waitFor();
    await picture('通知不符');
    await box(page, '核定金额').fill(String((asked - 3600) / 100));
    await box(page, '抵扣货款金额').fill(String((asked - 3600) / 100));
    await press('Control+s');
    await state('待确认');
    await picture('待确认');

    await push(panel(), '有异议');
    await push(panel(), '记下异议');
    await panel().getByText('异议内容没有填').waitFor();
    await push(panel(), '取消');
    await push(panel(), '确认');
    await picture('确认通知');
    await push(panel(), '确认通知');
    await state('已确认');
    await push(panel(), '记抵扣');
    await box(panel(), '抵扣日期').fill('今');
    await picture('记抵扣');
    await push(panel(), '记下抵扣日期');
    await state('已抵扣');
    expect(fen((await figure('已核定')).split('其中')[1] ?? ''), 'deducted').toBe(asked - 3600);
    expect(await button(panel(), '录入核定').count(), 'what is settled is not decided again').toBe(0);
    await page.waitForFunction(() => document.activeElement !== document.body);
    await picture('已抵扣');
  });

  it('loses a line, and keeps what was disputed and how it ended', async () => {
    await open('#/claims');
    await claimAll();
    const lines = panel().locator('ol > li');
    const before = await lines.count();
    const no = (await lines.first().locator('a').innerText()).trim();
    await push(panel(), `撤出维修单 ${no}`);
    const question = page.getByRole('dialog');
    await box(question, '撤出原因').fill('付款方写错');
    await push(question, '撤出');
    await lines.first().getByText('撤出：付款方写错').waitFor();
    expect(await lines.count(), 'the line stays').toBe(before);
    expect(await button(lines.first(), /撤出/).count()).toBe(0);

    await push(panel(), '录入核定');
    await page.locator('main h1', { hasText: '录入总部的核定' }).waitFor();
    expect(await page.locator('form li').count(), 'nothing is decided of it').toBe(before - 1);
    await push(page, '空着的都按申请金额核定');
    await press('Control+s');
    await state('已核定');
    const whole = fen(await panel().locator('dl', { hasText: '申请金额' }).first().innerText());
    await push(panel(), '录入核销通知');
    await box(page, '通知编号').fill('TZ-1');
    await box(page, '通知日期').fill('今');
    await box(page, '核定金额').fill(String((whole - 100) / 100));
    await box(page, '核减金额').fill('1');
    await press('Control+s');
    await page.getByText(/核定金额应当等于各行核定之和/).waitFor();
    await page.getByRole('checkbox', { name: /与明细不一致/ }).focus();
    await press('Space');
    await press('Control+s');
    await state('待异议');
    await panel().getByText('通知的金额与各行的核定不一致').waitFor();
    expect(await button(panel(), '确认').count(), 'it cannot be confirmed').toBe(0);
    await push(panel(), '有异议');
    await box(panel(), '异议内容').fill('少了 1 元');
    await push(panel(), '记下异议');
    await state('有异议');
    await panel().getByText('少了 1 元').first().waitFor();
    await panel().getByText('结果：等总部答复').waitFor();
    await picture('异议');
  });

  it('stands on 今日 as a bar a maker, in words beside it, and each figure opens its rows', async () => {
    await open('#/today');
    const card = page.locator('section.card', { hasText: '厂家该付的三包费用' });
    const bars = card.getByRole('img');
    await bars.first().waitFor();
    const told = (await bars.all()).map((bar) => bar.getAttribute('aria-label'));
    const said = (await Promise.all(told)).join('，');
    for (const word of ['已核定', '可申请', '已申请待核定', '有风险', '已损失']) {
      const shown = fen(await card.getByRole('link', { name: new RegExp(word) }).innerText());
      const summed = [...said.matchAll(new RegExp(`${word} (¥[\\d,.]+)`, 'g'))].map((one) =>
        fen(one[1] ?? ''),
      );
      expect([word, summed.reduce((sum, one) => sum + one, 0)]).toEqual([word, shown]);
    }
    const waiting = card.getByRole('link', { name: /已申请待核定/ });
    const sum = fen(await waiting.innerText());
    await picture('今日');
    await waiting.focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '核销' }).waitFor();
    expect(fen(await figure('已申请待核定'))).toBe(sum);
    await page.getByRole('grid', { name: '已申请待核定的每一项' }).waitFor();
  });

  it('what lacks something says everything it lacks, and its row opens the repair', async () => {
    await open('#/claims');
    const row = ready().filter({ hasText: '还没有完工' }).first();
    await row.waitFor();
    await expect.poll(() => row.innerText()).toMatch(/还没有完工[\s\S]*用户还没有签字/);
    await row.focus();
    await press('Space');
    expect(await row.locator('input:checked').count(), 'not ticked by a key either').toBe(0);
    const warned = ready().filter({ hasText: '三包期算不出来' }).locator('.chip.risk');
    expect(await warned.count(), 'what only warns is amber').toBe(1);
    await press('Enter');
    await page.locator('main h1', { hasText: '报修与维修' }).waitFor();
    await panel().getByText('在修').first().waitFor();
  });

  it('is voided with a reason, and its repairs are ready again', async () => {
    await open('#/claims');
    await ready().first().waitFor();
    const before = await ready().count();
    await claimAll();
    await push(panel(), '作废…');
    await box(page.getByRole('dialog'), '作废原因').fill('月份选错');
    await push(page.getByRole('dialog'), '作废');
    await state('已作废');
    await panel().getByText('月份选错').waitFor();
    await page.getByRole('tab', { name: '待申请' }).focus();
    await press('Enter');
    await expect.poll(() => ready().count()).toBe(before);
  });
});

describe('a sheet of head office', () => {
  it('is looked at row by row, the refused first, and then taken', async () => {
    await open('#/claims');
    await claimAll();
    await page.getByRole('tab', { name: '读入总部回填的表' }).focus();
    await press('Enter');
    await page.evaluate(() => localStorage.setItem('chosen-path', '/home/clerk/回填.xlsx'));
    await push(page, '浏览…');
    const rows = page.getByRole('grid', { name: '表里的每一行' }).locator('tbody tr');
    await rows.first().waitFor();
    await expect
      .poll(() => rows.first().innerText())
      .toMatch(/不收[\s\S]*核定金额：核定金额应当不超过申请金额/);
    await page.getByText(/不收 1 行/).waitFor();
    await picture('看一遍');
    await push(page, /^收下 \d+ 行/);
    await page
      .getByRole('status')
      .getByText(/已收下 \d+ 行/)
      .first()
      .waitFor();
    await picture('收下');
    await push(page, '看核销申请');
    await page.getByRole('grid', { name: '核销申请' }).getByText('部分核定').waitFor();
    await page.getByRole('tab', { name: '读入总部回填的表' }).focus();
    await press('Enter');
    await box(page, '总部回填的表').fill('/home/clerk/无关.csv');
    await press('Enter');
    await press('Enter');
    await page.getByText('里没有总部回填的表').waitFor();
  });
});

describe('a book with two copies', () => {
  it('says of each row in which sheet it stands, and keeps rows of one number apart', async () => {
    await open('#/claims');
    await claimAll();
    await page.getByRole('tab', { name: '读入总部回填的表' }).focus();
    await press('Enter');
    await box(page, '总部回填的表').fill('/home/clerk/两份.xlsx');
    await push(page, '看一遍');
    const grid = page.getByRole('grid', { name: '表里的每一行' });
    await grid.getByRole('columnheader', { name: '工作表' }).waitFor();
    const texts = await grid.locator('tbody tr').allInnerTexts();
    const refused = texts.filter((text) => text.includes('不收'));
    expect(refused.map((text) => text.includes('复件'))).toEqual([true]);
    expect(texts.some((text) => text.includes('申请表') && text.includes('看懂了'))).toBe(true);
    await picture('两份');
  });
});

describe('the money', () => {
  it('opens to the rows each figure is the sum of, and a row leads to its record', async () => {
    await open('#/claims');
    for (const name of ['已核定', '可申请', '已申请待核定', '有风险', '已损失']) {
      const said = await figure(name);
      const link = page
        .getByRole('list', { name: '核销金额' })
        .getByRole('link', { name: new RegExp(`^${name}`) });
      await link.focus();
      await press('Enter');
      const grid = page.getByRole('grid', { name: `${name}的每一项` });
      const rows = grid.locator('tbody tr');
      await (fen(said) === 0 && !said.includes('金额未知') ? grid : rows.first()).waitFor();
      const texts = await rows.allInnerTexts();
      const known = texts.filter((row) => !row.includes('金额未知'));
      expect(
        known.reduce((sum, row) => sum + fen(row.split('\t')[3] ?? ''), 0),
        name,
      ).toBe(fen(said));
      const unknown = texts.length - known.length;
      expect(said.includes(`另有 ${unknown} 项金额未知`), `${name}: ${said}`).toBe(unknown > 0);
      await picture(`金额-${name}`);
    }
    await open('#/claims/money/at_risk');
    const card = page.locator('tbody tr', { hasText: '回执卡' }).first();
    await card.focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    // What was refused and is not confirmed may still be disputed: it is at risk, and leads to its claim.
    await open('#/claims/money/at_risk');
    await page.locator('tbody tr', { hasText: '核减待异议' }).first().focus();
    await press('Enter');
    await page.getByRole('grid', { name: '核销申请' }).waitFor();
    await expect.poll(() => panel().innerText()).toContain('不予核销');
  });
});

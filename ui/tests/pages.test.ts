// Every page, light and dark: nothing the policy refuses, nothing axe finds (WCAG A and AA), and a picture to look at.

import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, openHouse, openWindow, settled, type House, type Window } from './harness';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

interface Shot {
  name: string;
  hash: string;
  empty?: boolean;
  desk?: string;
  prepare?: (window: Window) => Promise<void>;
}

const PAGES: Shot[] = [
  { name: '01-今日', hash: '#/today' },
  { name: '02-第一天', hash: '#/today', empty: true },
  { name: '03-销售列表', hash: '#/sales' },
  { name: '04-销售详情', hash: '#/sales/list/s-00004' },
  { name: '05-登记销售', hash: '#/sales/new', prepare: fillHalf },
  { name: '06-期限说明', hash: '#/sales/list/s-00003', prepare: askWhy },
  { name: '07-作废确认', hash: '#/sales/list/s-00003', prepare: askVoid },
  { name: '08-维修列表', hash: '#/repairs/list/r-00004' },
  { name: '09-登记维修', hash: '#/repairs/edit/r-00005' },
  { name: '57-报修登记', hash: '#/repairs/calls/call-00002' },
  { name: '58-登记报修', hash: '#/repairs/call' },
  { name: '59-修改报修', hash: '#/repairs/call/call-00003' },
  { name: '10-旧件', hash: '#/parts/list/o-00003' },
  { name: '11-旧件发运', hash: '#/parts', prepare: packBatch },
  { name: '12-月报', hash: '#/month' },
  { name: '50-核销待申请', hash: '#/claims' },
  { name: '51-核销申请', hash: '#/claims/list/k-00001' },
  { name: '52-录入核定', hash: '#/claims/decide/k-00001' },
  { name: '53-录入核销通知', hash: '#/claims/notice/k-00001' },
  { name: '54-核销金额', hash: '#/claims/money/at_risk' },
  { name: '55-回填的表', hash: '#/claims/sheet', prepare: lookAtSheet },
  { name: '56-核销空', hash: '#/claims', empty: true },
  { name: '13-报送台账', hash: '#/ledger' },
  { name: '14-收到', hash: '#/ledger/inbox/i-00001' },
  { name: '46-用文件报送', hash: '#/ledger/file' },
  { name: '15-用户', hash: '#/archive/customers/c-00001' },
  { name: '16-整机历史', hash: '#/archive/units/u-00001' },
  { name: '17-机型', hash: '#/archive/models/m-HH704' },
  { name: '18-配件', hash: '#/archive/parts/q-1E54715' },
  { name: '19-导入核对', hash: '#/archive/import', prepare: previewImport },
  { name: '20-经销商', hash: '#/settings/dealer' },
  { name: '21-厂家', hash: '#/settings/makers' },
  { name: '22-登记总部', hash: '#/settings/enrol' },
  { name: '23-启用日', hash: '#/settings/start' },
  { name: '24-备份', hash: '#/settings/backup' },
  { name: '62-操作员', hash: '#/settings/operators' },
  { name: '25-外观', hash: '#/settings/look' },
  { name: '45-桌面通知', hash: '#/settings/alerts' },
  {
    name: '26-自检',
    hash: '#/settings/about',
    prepare: ({ page }) => page.getByRole('button', { name: '自检', exact: true }).click(),
  },
  { name: '27-快捷键', hash: '#/today', prepare: ({ page }) => page.keyboard.press('Shift+?') },
  { name: '28-空列表', hash: '#/sales', empty: true },
  { name: '29-日历', hash: '#/sales/new', prepare: openCalendar },
  { name: '31-发运批次', hash: '#/parts/batches', prepare: sendBatch },
  { name: '32-期初旧件', hash: '#/parts/opening', prepare: fillOpening },
  { name: '33-期初核销', hash: '#/parts/claims', prepare: addClaim },
  { name: '36-正在导入', hash: '#/archive/import', desk: 'slow', prepare: runImport },
  { name: '34-时钟', hash: '#/today', desk: 'clock' },
  { name: '35-数据库不见了', hash: '#/settings/backup', desk: 'gone' },
  { name: '40-政策包', hash: '#/settings/policy' },
  { name: '73-报表模板', hash: '#/settings/templates' },
  { name: '41-政策规则', hash: '#/settings/policy/%7CS0-farm%7C2026.1', prepare: openRule },
  { name: '42-政策差别', hash: '#/settings/policy/install%3Ai-pack', prepare: seeDiff },
];

async function fillHalf({ page }: Window): Promise<void> {
  await box(page, '购机者姓名').fill('冯艳');
  await box(page, '联系电话').fill('1990071747');
  await box(page, '出厂编号').fill('ｊｓ26c33201');
  await box(page, '销售日期').fill('2026-02-31');
  await page.keyboard.press('Control+s');
  await page.getByText('日历上没有这一天').waitFor();
}
async function openRule({ page }: Window): Promise<void> {
  await page.getByRole('row', { name: /手扶拖拉机三包期/ }).click();
  await page.locator('aside').getByText('合同低于法定，按法定执行').waitFor();
}
async function seeDiff({ page }: Window): Promise<void> {
  await page.getByText('规则差别 1 条').waitFor();
}
async function lookAtSheet({ page }: Window): Promise<void> {
  await box(page, '总部回填的表').fill('/tmp/核销通知.xlsx');
  await page.getByRole('button', { name: '看一遍' }).click();
  await page.getByRole('grid', { name: '表里的每一行' }).getByText('看懂了').waitFor();
}
async function askWhy({ page }: Window): Promise<void> {
  await page
    .locator('aside')
    .getByRole('button', { name: /为什么是这一天/ })
    .click();
  await page.getByText('从次日').waitFor();
}
async function askVoid({ page }: Window): Promise<void> {
  await page.getByRole('button', { name: '作废…' }).click();
  await page.getByRole('dialog').waitFor();
}
async function packBatch({ page }: Window): Promise<void> {
  await page.getByRole('button', { name: '在库' }).click();
  await page.locator('tbody input[type=checkbox]').first().click();
  await page.getByRole('button', { name: '装批发运' }).click();
  await box(page, '运单号').waitFor();
}
async function previewImport({ page }: Window): Promise<void> {
  await box(page, '文件').fill('/tmp/销售台账-202610.csv');
  await page.getByRole('button', { name: '读取并核对' }).click();
  await page.getByText('各项取自哪一列').waitFor();
}
async function runImport(window: Window): Promise<void> {
  const { page } = window;
  await previewImport(window);
  await page.getByRole('button', { name: /^导入 \d+ 行/ }).click();
  await page.getByText('正在导入').waitFor();
  // It goes on when its page is left, and typing is not held up.
  await page.keyboard.press('Alt+2');
  await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
  await page.getByText('正在导入').waitFor();
}
async function sendBatch(window: Window): Promise<void> {
  const { page } = window;
  await page.getByRole('tab', { name: '旧件', exact: true }).click();
  await packBatch(window);
  await box(page, '运单号').fill('SF1000338');
  await box(page, '承运单位').fill('顺丰');
  await box(page, '发运日期').fill('今');
  await page.keyboard.press('Control+s');
  await page.getByRole('dialog').getByRole('button', { name: '确认发运' }).click();
  await page.locator('tbody tr', { hasText: 'SF1000338' }).waitFor();
}
async function fillOpening({ page }: Window): Promise<void> {
  await box(page, '编码或名称').fill('转向油缸');
  await box(page, '更换日期').fill('2026-10-08');
  await page.getByRole('button', { name: '再加一件' }).click();
  const second = page.locator('li', { hasText: '编码或名称' }).nth(1);
  await box(second, '价值').fill('12元');
  await page.getByRole('button', { name: '保存 2 行' }).first().waitFor();
  await box(page, '厂家').fill('华禾农机');
  await box(page, '厂家').press('Enter');
  await page.keyboard.press('Control+s');
  await second.getByText('编码或名称没有填').waitFor();
}
async function addClaim({ page }: Window): Promise<void> {
  await page.getByRole('button', { name: '登记期初在途核销' }).first().click();
  await page.getByRole('heading', { name: '登记期初在途核销' }).first().waitFor();
  await box(page, '厂家').fill('华禾农机');
  await box(page, '厂家').press('Enter');
  await box(page, '核销单号').fill('HX-2610-07');
  await box(page, '申请金额').fill('5,000');
  await box(page, '申报日期').fill('2026-10-31');
  await page.keyboard.press('Control+s');
  await page.locator('tbody tr', { hasText: 'HX-2610-07' }).waitFor();
}
async function openCalendar({ page }: Window): Promise<void> {
  await box(page, '销售日期').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('.el-date-table').waitFor();
}

let house: House;
beforeAll(async () => (house = await openHouse()));
afterAll(() => house.close());

/** Colours may be on their way from one palette to the other. */
async function stillness(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

async function look(page: Page, name: string, mode: string, rules: string[]): Promise<string[]> {
  await page.screenshot({ path: join(ARTEFACTS, `${name}-${mode}.png`) });
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe.withTags(WCAG)).analyze();
  return violations.flatMap((v) =>
    v.nodes.map((n) => `${mode} ${v.id}: ${n.target.join(' ')} ${n.any[0]?.message ?? ''}`),
  );
}

describe('every page is clean, light and dark', () => {
  it.each(PAGES)('$name', async ({ name, hash, empty, desk, prepare }) => {
    const window = await openWindow(house, hash, { empty: empty ?? false, ...(desk ? { desk } : {}) });
    const { page, complaints } = window;
    await prepare?.(window);
    await settled(page);
    const light = await look(page, name, '浅色', []);
    // Names and roles are the same in the dark; colours are not.
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await stillness(page);
    const dark = await look(page, name, '深色', ['color-contrast']);
    await window.context.close();
    expect([...light, ...dark]).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it('the window still works at 200 %: nothing is cut off at the right', async () => {
  const window = await openWindow(house, '#/sales/new', { width: 683, height: 384 });
  const cut = await window.page.evaluate(() => {
    const content = document.querySelector('.content');
    return content ? content.scrollWidth - content.clientWidth : -1;
  });
  await window.page.screenshot({ path: join(ARTEFACTS, '30-两倍放大.png') });
  await window.context.close();
  expect(cut).toBe(0);
});

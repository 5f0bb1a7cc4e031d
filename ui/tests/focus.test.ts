// After whatever a clerk does, the keyboard stands somewhere that has a name.

import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

interface Action {
  name: string;
  hash: string;
  /** Does it, and waits for what it brings about. */
  act: () => Promise<void>;
}

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const button = (name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).first();
/** By keyboard: a click of the mouse may leave the focus where the hand is. */
async function push(name: string | RegExp): Promise<void> {
  await button(name).focus();
  await press('Enter');
}
async function panel(): Promise<void> {
  await expect.poll(() => page.locator('aside h2').innerText()).not.toBe('');
}

const ACTIONS: Action[] = [
  {
    name: 'closing a panel with Esc',
    hash: '#/sales/list/s-00003',
    async act() {
      await panel();
      await page.locator('aside .inside').focus();
      await press('Escape');
      await page.locator('aside').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'closing a panel with its button',
    hash: '#/repairs/list/r-00004',
    async act() {
      await panel();
      await push('关闭右侧详情（Esc）');
      await page.locator('aside').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'collecting a card in the panel',
    hash: '#/sales/list/s-00001',
    async act() {
      await page.getByRole('button', { name: '待收回' }).click();
      await page.locator('tbody tr').first().click();
      await panel();
      await push('收回签字卡');
      await push('收回 1 张');
      await page.getByText('已收回签字卡').waitFor();
    },
  },
  {
    name: 'a dialog that is cancelled',
    hash: '#/sales/list/s-00003',
    async act() {
      await panel();
      await push('作废…');
      await page.getByRole('dialog').waitFor();
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'a dialog that is answered',
    hash: '#/sales/list/s-00003',
    async act() {
      await panel();
      await push('作废…');
      await box(page.getByRole('dialog'), '作废原因').fill('录错');
      await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).focus();
      await press('Enter');
      await page.getByText('已作废。').waitFor();
    },
  },
  {
    name: 'saving a change of a sale',
    hash: '#/sales/edit/s-00001',
    async act() {
      await box(page, '购机者姓名').fill('刘玉梅');
      const reason = box(page, '修改原因');
      if (await reason.count()) await reason.fill('写错');
      await press('Control+s');
      await page.getByText(/已保存 .*（刘玉梅）/).waitFor();
      await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    },
  },
  {
    name: 'removing a line of a repair',
    hash: '#/repairs/edit/r-00005',
    async act() {
      await push('加一个零件');
      await page.getByRole('listitem', { name: '第 2 个零件' }).waitFor();
      await push(/^移除/);
      await page.getByRole('listitem', { name: '第 2 个零件' }).waitFor({ state: 'detached' });
    },
  },
  {
    name: 'going to another place',
    hash: '#/today',
    async act() {
      await press('Alt+4');
      await page.locator('main h1', { hasText: '旧件' }).waitFor();
    },
  },
  {
    name: 'going back from a form',
    hash: '#/sales/new',
    async act() {
      await push('返回');
      await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    },
  },
  {
    name: 'shelving an old part that leaves the list',
    hash: '#/parts',
    async act() {
      await page.getByRole('button', { name: '待入库' }).click();
      await page.locator('tbody tr').first().click();
      await panel();
      await push('入库');
      await page.getByText('已入库。').waitFor();
    },
  },
  {
    name: 'throwing a draft away',
    hash: '#/sales/new',
    async act() {
      await box(page, '购机者姓名').fill('刘玉梅');
      await expect
        .poll(() => page.evaluate(() => localStorage.getItem('draft:sale') ?? ''))
        .toContain('刘玉梅');
      await page.reload();
      await push('丢弃草稿');
      await page.getByText('未保存的草稿').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'showing the fields a paper often leaves empty',
    hash: '#/sales/new',
    async act() {
      await push('更多项');
      await box(page, '车架号').waitFor();
    },
  },
  {
    name: 'claiming what is ready',
    hash: '#/claims',
    async act() {
      await push('申请核销');
      await page.getByRole('dialog').getByRole('button', { name: '申请核销' }).focus();
      await press('Enter');
      await panel();
    },
  },
  {
    name: 'saving decisions of head office',
    hash: '#/claims/decide/k-00001',
    async act() {
      await box(page.locator('form li').first(), '核定金额').fill('1');
      await box(page.locator('form li').first(), '原因').fill('工时过高');
      await press('Control+s');
      await page.getByText('已录入 1 行核定').waitFor();
      await panel();
    },
  },
  {
    name: 'opening and closing a figure of money',
    hash: '#/claims',
    async act() {
      await page.getByRole('link', { name: /^有风险/ }).focus();
      await press('Enter');
      await page.getByRole('grid', { name: '有风险的每一项' }).waitFor();
      await push('收起');
      await page.getByRole('grid', { name: '待申请的维修单' }).waitFor();
    },
  },
  {
    name: 'saving a maker',
    hash: '#/settings/makers',
    async act() {
      await push('添加厂家');
      await box(page, '厂家代码').fill('ZZ');
      await box(page, '厂家名称').fill('中州农机');
      await press('Control+s');
      await page.getByText('中州农机').last().waitFor();
    },
  },
];

describe('the focus is never lost', () => {
  it.each(ACTIONS)('$name', async ({ hash, act }) => {
    page = await desk.open(hash);
    await settled(page);
    await act();
    await page.waitForFunction(
      () => document.activeElement !== document.body && document.activeElement?.isConnected,
    );
    // And it stays there: nothing that comes later takes it away again.
    await page.evaluate(() => new Promise((next) => setTimeout(next, 250)));
    const at = await page.evaluate(() => document.activeElement?.tagName ?? '');
    expect(at).not.toBe('BODY');
  });

  it('after a panel it stands on the row the panel belonged to', async () => {
    page = await desk.open('#/sales');
    await settled(page);
    await page.locator('tbody tr').nth(2).focus();
    await press('Home');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('Enter');
    await page.waitForFunction(() => document.activeElement?.closest('aside') !== null);
    await press('Escape');
    await page.locator('aside').waitFor({ state: 'detached' });
    await page.waitForFunction(
      () => document.activeElement === document.querySelectorAll('tbody tr').item(2),
    );
  });
});

describe('Esc closes what hangs over the page, and only that', () => {
  it('a calendar in a panel', async () => {
    page = await desk.open('#/parts');
    await settled(page);
    await page.getByRole('button', { name: '在库' }).click();
    await page.locator('tbody input[type=checkbox]').first().click();
    await page.getByRole('button', { name: '装批发运' }).click();
    await box(page, '运单号').fill('SF1');
    await box(page, '发运日期').fill('今');
    await press('Control+s');
    await page.getByRole('dialog').getByRole('button', { name: '确认发运' }).click();
    await page.locator('tbody tr', { hasText: 'SF1' }).click();
    await page.getByRole('button', { name: '更正运单' }).click();
    const panelBox = page.locator('aside');
    await box(panelBox, '发运日期').focus();
    await press('ArrowDown');
    await page.locator('.el-date-table').waitFor();
    await press('Escape');
    await page.locator('.el-date-table').waitFor({ state: 'detached' });
    await expect.poll(() => panelBox.count()).toBe(1);
    await box(panelBox, '运费承担').focus();
    await press('ArrowDown');
    await panelBox.getByRole('option').first().waitFor();
    await press('Escape');
    expect([
      await panelBox.getByRole('option').filter({ visible: true }).count(),
      await panelBox.count(),
    ]).toEqual([0, 1]);
    await press('Escape');
    await panelBox.waitFor({ state: 'detached' });
  });

  it('the reason of a due day in a panel', async () => {
    page = await desk.open('#/sales/list/s-00003');
    await settled(page);
    const why = page.locator('aside').getByRole('button', { name: /为什么是这一天/ });
    await why.focus();
    await press('Enter');
    await page.getByText('从次日').waitFor();
    await press('Escape');
    await page.getByText('从次日').waitFor({ state: 'hidden' });
    await expect.poll(() => page.locator('aside').count()).toBe(1);
    await press('Escape');
    await page.locator('aside').waitFor({ state: 'detached' });
  });
});

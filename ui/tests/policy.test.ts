// The policy page by keyboard: rules ticked against their source, a pack looked at and applied, a bad one told by its place.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { box, openHouse, openWindow, settled, type House, type Window } from './harness';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function at(hash: string, run: (window: Window) => Promise<void>): Promise<void> {
  const window = await openWindow(house, hash);
  await run(window);
  expect(window.complaints).toEqual([]);
  await window.context.close();
}

describe('policy page', () => {
  it('a rule is ticked by Space, by a person with a name, beside its source', () =>
    at('#/settings/policy/%7CS0-farm%7C2026.1', async ({ page }) => {
      const rules = page.getByRole('grid', { name: '规则' });
      const first = rules.getByRole('row', { name: /回执卡到总部/ });
      await first.waitFor();
      // It is confirmed rule by rule: nothing looks as if all could be ticked at once.
      expect(await rules.getByRole('checkbox').count()).toBe(0);
      await first.focus();
      await page.keyboard.press(' ');
      await page.getByText('请先填核对人').waitFor();
      await box(page, '核对人').fill('陈静');
      await first.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await page.locator('aside', { hasText: '销售后 20 天内，三包回执卡和客户信息须到总部' }).waitFor();
      await page.keyboard.press(' ');
      await page.locator('aside', { hasText: '陈静 于' }).waitFor();
      await page.getByRole('button', { name: /未核对/ }).click();
      await first.waitFor({ state: 'detached' });
      await expect.poll(() => rules.locator('tbody tr').count()).toBe(3);
      await page.getByRole('button', { name: /被法定覆盖/ }).click();
      await rules.getByRole('row', { name: /手扶拖拉机三包期/ }).waitFor();
      await expect.poll(() => rules.locator('tbody tr').count()).toBe(1);
    }));

  it('a pack head office sent is looked at, then applied', () =>
    at('#/settings/policy', async ({ page }) => {
      await page.getByRole('button', { name: /看差别/ }).press('Enter');
      await page.getByText('回执卡到总部：20 天 → 15 天').waitFor();
      await page.getByText('会移动的未办日期 1 个').waitFor();
      await page.getByText('装入后有 1 个未办的日期马上就超期').waitFor();
      await page.getByRole('row', { name: /冯艳 HH26B35536.*马上超期/ }).waitFor();
      await page.getByRole('button', { name: '应用这个政策包' }).press('Enter');
      await page.getByText('安装人没有填').waitFor();
      await box(page, '安装人').fill('陈静');
      await page.getByRole('button', { name: '应用这个政策包' }).press('Enter');
      // Asked once; 取消 has the focus, and what was typed stays.
      const question = page.getByRole('dialog', { name: /装入 HH-farm/ });
      await question.getByText('其中 1 个装入后马上就超期').waitFor();
      await question.getByRole('button', { name: '取消' }).press('Enter');
      await expect.poll(() => box(page, '安装人').inputValue()).toBe('陈静');
      await page.getByRole('button', { name: '应用这个政策包' }).press('Enter');
      await question.getByRole('button', { name: '装入' }).press('Enter');
      await page
        .getByRole('grid', { name: '政策包列表' })
        .getByRole('row', { name: /华禾农机经销商服务合同/ })
        .waitFor();
      expect(await page.getByText('等待应用').count()).toBe(0);
      await page.getByText('正在按新政策重算期限和三包期：1000 / 3000 台').waitFor();
      await page.getByText('正在按新政策重算').waitFor({ state: 'detached' });
      await page.getByText(/总部下发 · 陈静 于/).waitFor();
    }));

  it('a message that cannot be used is dismissed where it is shown', () =>
    at('#/settings/policy', async ({ page }) => {
      await page.getByText('少了一半').waitFor();
      await page.getByRole('button', { name: /知道了/ }).press('Enter');
      await page.getByText('少了一半').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /看差别/ }).waitFor();
    }));

  it('who ticks is asked again when 设置 was left, and a note is of one tick', () =>
    at('#/settings/policy/%7CS0-farm%7C2026.1', async ({ page }) => {
      const rules = page.getByRole('grid', { name: '规则' });
      const first = rules.getByRole('row', { name: /回执卡到总部/ });
      await first.waitFor();
      await box(page, '核对人').fill('陈静');
      await first.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      await box(page, '备注').fill('对照合同第三页');
      await first.focus();
      await page.keyboard.press(' ');
      await page.locator('aside', { hasText: '核对，备注：对照合同第三页' }).waitFor();
      expect(await box(page, '备注').inputValue()).toBe('');
      await page.evaluate(() => (location.hash = '#/settings/dealer'));
      await page.evaluate(() => (location.hash = '#/settings/policy/%7CS0-farm%7C2026.1'));
      await first.waitFor();
      await expect.poll(() => box(page, '核对人').inputValue()).toBe('陈静');
      await page.evaluate(() => (location.hash = '#/sales'));
      await page.getByRole('heading', { level: 1, name: '销售' }).waitFor();
      await page.evaluate(() => (location.hash = '#/settings/policy/%7CS0-farm%7C2026.1'));
      await first.waitFor();
      expect(await box(page, '核对人').inputValue()).toBe('');
    }));

  it('a bad file is told with its place, and the form is kept', () =>
    at('#/settings/policy/install', async ({ page }) => {
      await settled(page);
      await box(page, '厂家').fill('HH');
      await page.keyboard.press('Enter');
      await box(page, '政策包文件').fill('/tmp/坏.json');
      await page.getByRole('button', { name: '核对签名、看差别' }).press('Enter');
      await page.getByRole('listitem').filter({ hasText: '/deadlines/0/key' }).waitFor();
      await expect.poll(() => box(page, '政策包文件').inputValue()).toBe('/tmp/坏.json');
    }));

  it('a calendar is looked at before it counts', () =>
    at('#/settings/policy/calendar', async ({ page }) => {
      await box(page, '日历文件').fill('/tmp/CN-2027.json');
      await page.getByRole('button', { name: '看变化' }).press('Enter');
      await page.getByText('2027年1月4日（元旦）：上班 → 休息').waitFor();
      await box(page, '安装人').fill('陈静');
      await page.getByRole('button', { name: '装入 2027 年日历' }).press('Enter');
      await page
        .getByRole('dialog', { name: '装入 2027 年工作日历' })
        .getByRole('button', { name: '装入' })
        .press('Enter');
      await page.getByText('已公布 2025—2027 年').waitFor();
      await page.getByRole('row', { name: /2027 国办发明电.*文件，陈静 于/ }).waitFor();
    }));
});

// A clerk's month end by keyboard: what is still owed, what came back and where it goes on, which set went, the photograph
// that stays, and what is said before a month is sent.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, complains, push, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `79-月末-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid', { name: '月报报送台账' }).locator('tbody tr');
const owed = (): Locator => page.getByRole('region', { name: '还没有报齐的月份' });
async function ledger(id = ''): Promise<void> {
  page = await desk.open(`#/month/submissions${id}`);
  await settled(page);
  await rows().first().waitFor();
}

describe('a clerk at the month end', () => {
  it('sees the months that are not in, also those nothing went of, and goes on from each', async () => {
    await ledger();
    const unsent = owed().getByRole('listitem').filter({ hasText: '2026年10月' });
    await unsent.getByText('未报', { exact: true }).waitFor();
    await owed().getByText('没有报全 · 过了期限2026年10月10日').waitFor();
    await owed().getByText('缺三包旧件返回清单').waitFor();
    await picture('没有报齐');
    expect(await complains(page)).toEqual([]);
    await push(page, unsent, '登记报送');
    await panel().getByText('登记一次月报报送').waitFor();
    expect(await box(panel(), '厂家').inputValue()).toContain('金穗');
    await panel().getByRole('button', { name: '取消', exact: true }).press('Enter');
    await push(page, owed(), '到政策包');
    await expect.poll(() => page.url()).toContain('#/settings/policy');
    await page.goBack();
    await push(page, owed().getByRole('listitem').filter({ hasText: '2026年10月' }), '去报送');
    await expect.poll(() => page.url()).toContain('#/month/JS/2026-10');
    await expect.poll(() => page.locator('.pickers select').nth(1).inputValue()).toBe('JS');
  });

  it('is led from what came back to its row, with its days and its reason, and on to sending it again', async () => {
    await ledger();
    await push(page, owed().getByRole('listitem').filter({ hasText: '2026年8月' }), '看这次报送');
    await panel().getByText('W01 退回：合计不符').waitFor();
    await panel().getByText('2026年9月3日').first().waitFor();
    await panel().getByText('HB0732A-BG-2608-A0001').waitFor();
    await picture('退回');
    expect(await complains(page)).toEqual([]);
    await push(page, panel(), '改好再报');
    await expect.poll(() => page.url()).toContain('#/month/HH/2026-08');
  });

  it('finds the photograph of a submission again', async () => {
    await ledger();
    await rows().filter({ hasText: 'SF1402226' }).first().click();
    await panel().getByText('还没有照片和签字').waitFor();
    await push(page, panel(), '加照片');
    await panel().locator('[data-field=paths] textarea').fill('/home/clerk/面单.jpg');
    await push(page, panel(), '加上');
    const tiles = panel().getByRole('list', { name: '照片和签字' }).getByRole('listitem');
    await expect.poll(() => tiles.count()).toBe(1);
    await rows().filter({ hasText: '传真' }).first().click();
    await panel().getByText('0319-8123').waitFor();
    await rows().filter({ hasText: '邮寄' }).first().click();
    await expect.poll(() => tiles.count()).toBe(1);
  });

  it('says which set went into the envelope, and hears before sending what is open', async () => {
    page = await desk.open('#/month/HH/2026-10');
    await settled(page);
    const send = async (): Promise<void> => {
      await push(page, page, '报送总部');
      const asked = page.getByRole('dialog');
      await asked.getByText('结账前核对：完工没有提交的维修单 1 条').waitFor();
      await asked.getByText('更早的').waitFor({ state: 'detached' });
      await picture('报送之前');
      await asked.getByRole('button', { name: /排队报送|提前报送/ }).press('Enter');
      await page
        .getByText(/已排队 \d+ 张表/)
        .first()
        .waitFor();
      await asked.waitFor({ state: 'detached' });
    };
    await send();
    await send();
    await page.getByRole('tab', { name: '报送台账' }).focus();
    await press('Enter');
    await rows().first().waitFor();
    await press('Control+n');
    await panel().getByText('W25 报送清单').waitFor();
    const set = box(panel(), '报的是哪一套');
    expect(await set.inputValue()).toBe('最新的一套');
    const first = await panel()
      .getByText(/^W01 维修月报表 · /)
      .innerText();
    await set.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await press(key);
    await expect
      .poll(() =>
        panel()
          .getByText(/^W01 维修月报表 · /)
          .innerText(),
      )
      .not.toBe(first);
    await picture('哪一套');
    expect(await complains(page)).toEqual([]);
  });
});

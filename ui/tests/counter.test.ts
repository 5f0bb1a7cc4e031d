// What a shop's clerk found at the counter: what is not known is said, what nobody confirmed is marked, keys do what they say.

import { describe, expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;
async function open(hash: string, options: WindowOptions = {}): Promise<void> {
  page = await desk.open(hash, options);
  await settled(page);
}
const held = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
const button = (name: string | RegExp): Locator => page.getByRole('button', { name });

describe('a model whose product nobody named', () => {
  it('is asked for it where a sale makes it', async () => {
    await open('#/sales/new');
    await box(page, '购机者姓名').fill('刘玉梅');
    await box(page, '销售日期').fill('昨');
    await box(page, '出厂编号').fill('HH26N00001');
    await box(page, '厂家').fill('华禾');
    await box(page, '厂家').press('Enter');
    await box(page, '机型').fill('HH904');
    await page.getByRole('option', { name: '按新机型“HH904”登记' }).waitFor();
    await box(page, '机型').press('Enter');
    await page.getByText('新机型，必填：三包期按产品分').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('产品名称没有填').waitFor();
    await box(page, '产品名称').fill('轮式拖拉机');
    await page.keyboard.press('Control+s');
    await page.getByText(/已保存 .*（刘玉梅）/).waitFor();
  });

  it('is counted in 今日, which leads to it, and named on the machine and the repair form', async () => {
    await open('#/today', { desk: 'open' });
    await page.getByText('1 个机型的产品未定，部件三包期没有算').waitFor();
    await button('去补产品名称').click();
    await page.getByRole('grid', { name: '机型列表' }).getByText('XX905').waitFor();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
    await page.goto(desk.url('?desk=open#/archive/units/u-00001'));
    await page.locator('aside').getByText('产品未定，部件三包期没有算').waitFor();
    await page.goto(desk.url('?desk=open#/repairs/new'));
    await box(page, '出厂编号').fill('XX26A90501');
    await box(page, '报修日期').fill('今');
    await page.getByText('产品未定，部件三包期没有算').waitFor();
  });

  it('has its product and power on the correction of its sale', async () => {
    await open('#/sales/edit/s-00001');
    await box(page, '产品名称').waitFor();
    await box(page, '功率（kW）').waitFor();
  });

  it('a product that came with one model is not said of the next', async () => {
    await open('#/sales/new');
    await box(page, '机型').fill('HH704');
    await page.getByText('轮式拖拉机').first().waitFor();
    await box(page, '机型').fill('HH9999');
    await box(page, '产品名称').waitFor();
    expect(await box(page, '产品名称').inputValue()).toBe('');
  });
});

describe('a day nobody confirmed', () => {
  it('is marked in the lists, the panel and the batch', async () => {
    await open('#/sales');
    await page.locator('tbody tr .due', { hasText: '示例' }).first().waitFor();
    await page.locator('tbody tr').nth(2).click();
    await page.locator('aside dd', { hasText: '（示例）' }).first().waitFor();
    await page.goto(desk.url('#/today'));
    await page.locator('tbody tr .due', { hasText: '示例' }).first().waitFor();
    await page.goto(desk.url('#/archive/units/u-00001'));
    await page.locator('aside .doubt', { hasText: '未核对' }).first().waitFor();
    await page.goto(desk.url('#/settings/makers'));
    const maker = page.locator('li', { hasText: '华禾农机' });
    await maker.getByText('示例', { exact: true }).waitFor();
    await maker.getByText('14 条未核对').waitFor();
  });
});

describe('a meter', () => {
  it('that runs backwards is said over the whole width while it is typed, the day still missing', async () => {
    await open('#/archive/units/u-00002');
    await expect.poll(() => page.locator('aside h2').innerText()).not.toBe('');
    const serial = await page.locator('aside h2').innerText();
    await page.goto(desk.url('#/repairs/new'));
    await box(page, '出厂编号').fill(serial);
    await box(page, '使用量').fill('80');
    const says = page.locator('.notice', { hasText: '换过表请勾选' });
    await says.waitFor();
    const [own, section] = [
      await says.boundingBox(),
      await says.locator('xpath=ancestor::section').boundingBox(),
    ];
    expect(own!.width).toBeGreaterThan(section!.width - 60);
    await page.getByText('使用量就是新表的第一个读数').waitFor();
    await page.getByText('换了新表', { exact: true }).click();
    await expect
      .poll(() => page.locator('.field', { hasText: '旧表最后读数' }).innerText())
      .toContain('小时');
  });
});

describe('a user’s demand', () => {
  it('begins without a kind, and a word of the list is replaced by typing', async () => {
    await open('#/archive/units/u-00001');
    await button('登记用户要求').click();
    const kind = box(page, '要求');
    expect(await kind.inputValue()).toBe('');
    await kind.fill('退货');
    await kind.press('Enter');
    await kind.click();
    await page.keyboard.type('换货');
    await expect.poll(() => kind.inputValue()).toBe('换货');
  });
});

describe('the keyboard', () => {
  it('Enter opens the row Tab came to', async () => {
    await open('#/sales');
    await page.locator('tbody tr').first().waitFor();
    await page.locator('tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('aside h2').waitFor();
    await page.goto(desk.url('#/settings/policy/%7CS0-farm%7C2026.1'));
    await page.locator('tbody tr').first().waitFor();
    await page.locator('tbody tr[tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.locator('aside h2').waitFor();
  });

  it('Ctrl+S saves a model', async () => {
    await open('#/archive/models');
    await page.locator('tbody tr').first().click();
    await box(page.locator('aside'), '品目').fill('拖拉机');
    await page.keyboard.press('Control+s');
    await page.getByText('机型已保存。').waitFor();
  });
});

describe('a rule', () => {
  it('is confirmed beside the words of its source', async () => {
    await open('#/settings/policy/%7CS0-farm%7C2026.1', { height: 600 });
    await page.locator('tbody tr').first().click();
    const foot = page.locator('aside footer');
    await foot.getByRole('button', { name: '核对无误' }).waitFor();
    expect(await foot.getByText('原文').isVisible()).toBe(true);
    expect(await foot.getByRole('group', { name: '原文' }).isVisible()).toBe(true);
  });

  it('shows the version of its pack whole', async () => {
    await open('#/settings/policy');
    const cut = await page
      .locator('td.mono.wrap > span')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    expect([(await page.locator('td.mono.wrap').count()) > 0, cut]).toEqual([true, 0]);
  });
});

describe('words that were wrong', () => {
  it('what was done has no open day beside it', async () => {
    await open('#/archive/units/u-00001');
    const due = page.locator('aside li', { hasText: '回执卡到总部' });
    await due.getByText(/办到$/).waitFor();
    expect(await due.getByText('无期限').count()).toBe(0);
  });

  it('a sale that never left the desk is changed without a reason', async () => {
    await open('#/sales/edit/s-00002');
    await box(page, '购机者姓名').fill('刘玉梅');
    expect(await box(page, '修改原因').count()).toBe(0);
    await page.keyboard.press('Control+s');
    await page.getByText(/已保存 .*（刘玉梅）/).waitFor();
  });

  it('a contract without a day for the month is said to have none', async () => {
    await open('#/month');
    await page.getByText('政策包没有月报期限，请按合同确认').waitFor();
  });
});

describe('the look', () => {
  it('a message leaves the buttons of a panel free', async () => {
    await open('#/sales/list/s-00003');
    await page.locator('aside footer button').first().waitFor();
    await page.evaluate(() => {
      const all = [...document.querySelectorAll('aside footer button')];
      (window as unknown as { feet: DOMRect[] }).feet = all.map((one) => one.getBoundingClientRect());
    });
    await page.goto(desk.url('#/archive/models'));
    await page.locator('tbody tr').first().click();
    await page.keyboard.press('Control+s');
    const toast = page.locator('.toast').first();
    await toast.waitFor();
    const says = await toast.boundingBox();
    const feet = await page.evaluate(() =>
      (window as unknown as { feet: DOMRect[] }).feet.map((one) => one.top),
    );
    expect(Math.min(...feet)).toBeGreaterThan(says!.y + says!.height);
  });

  it('a button that is off does not offer itself', async () => {
    await open('#/parts');
    const send = button('装批发运');
    expect(await send.isDisabled()).toBe(true);
    expect(await send.evaluate((one) => getComputedStyle(one).cursor)).toBe('not-allowed');
  });

  it('the next buyer does not live where the last one did', async () => {
    await open('#/sales/new');
    await page.evaluate(() => localStorage.setItem('sale:county', '清河县'));
    await page.reload();
    await settled(page);
    expect(await box(page, '县（市、区）').inputValue()).toBe('');
  });

  it('a dealer without a region is told what that costs', async () => {
    await open('#/settings/dealer');
    await expect.poll(() => box(page, '经销商代码').inputValue()).not.toBe('');
    await box(page, '所在地区').fill('');
    await page.getByText('没有填所在地区：按地区定的作业期用不上').waitFor();
    expect(await held()).toBe('');
  });
});

// Calls in the window, by keyboard alone: the phone rings, steps by one key each, clocks that run, a repair out of it.

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
  page.screenshot({ path: join(ARTEFACTS, `71-报修-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const inside = (): Locator => panel().locator('.inside');
const rows = (): Locator => page.getByRole('grid', { name: '报修登记列表' }).locator('tbody tr');
const at = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field'));
async function state(word: string): Promise<void> {
  await panel().locator('header .chip', { hasText: word }).waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('a call', () => {
  it('from ringing to crossing off, without a mouse', async () => {
    await open('#/today');
    const began = Date.now();
    await press('F4');
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    await expect.poll(at).toBe('phone');
    await type('13877778888');
    await press('Enter');
    await press('Enter');
    await press('Enter');
    await expect.poll(at).toBe('complaint');
    await type('变速箱异响');
    await press('Control+s');
    await state('已登记');
    expect(Date.now() - began, 'in the time of one ring').toBeLessThan(30_000);
    await panel().getByText('没有机器编号，照常受理').waitFor();
    await picture('新登记');
    expect(await complains()).toEqual([]);

    // A digit is a step in the panel, in the register, and on a page that has just come; not at another control.
    await panel().getByText('按步骤前的数字键登记').waitFor();
    await panel().getByRole('button', { name: '1 安排' }).waitFor();
    await page.getByRole('button', { name: '全部', exact: true }).focus();
    await press('7');
    await inside().focus();
    await press('1');
    await state('已安排');
    await press('2');
    await panel().getByText('告知用户', { exact: true }).first().waitFor();
    await press('3');
    await expect.poll(at).toBe('no');
    await press('Enter');
    await panel().getByRole('button', { name: '登记', exact: true }).focus();
    await press('Enter');
    await panel().getByText('总部的备案编号没有填').waitFor();
    await picture('备案没有编号');
    await box(panel(), '总部的备案编号').fill('BA-26-201');
    await panel().getByRole('button', { name: '登记', exact: true }).focus();
    await press('Enter');
    await panel().getByText('BA-26-201').waitFor();
    await rows().first().focus();
    await press('5');
    await expect.poll(at).toBe('who');
    await type('周师傅');
    await panel().getByRole('button', { name: '登记', exact: true }).focus();
    await press('Enter');
    await state('已派工');
    await inside().focus();
    for (const [key, word] of [
      ['6', '已到达'],
      ['7', '已完工'],
      ['8', '已签字'],
      ['9', '已销号'],
    ] as const) {
      await press(key);
      await state(word);
    }
    await picture('已销号');
    expect(await complains()).toEqual([]);

    await panel().getByRole('button', { name: '更正到达' }).focus();
    await press('Enter');
    await panel().getByRole('button', { name: '更正', exact: true }).focus();
    await press('Enter');
    await panel().getByText('更正原因没有填').waitFor();
    await box(panel(), '更正原因').fill('看错了表');
    await panel().getByRole('button', { name: '更正', exact: true }).focus();
    await press('Enter');
    await panel().getByText('更正过的').waitFor();
  });

  it('of a known phone brings customer and machine along', async () => {
    await open('#/sales');
    const phone = await page.evaluate(() => {
      const cell = [...document.querySelectorAll('tbody td')].find((td) =>
        /^199\d{8}$/.test(td.textContent ?? ''),
      );
      return cell?.textContent ?? '';
    });
    expect(phone).toMatch(/^199\d{8}$/);
    await press('F4');
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    await type(phone);
    await page.getByText('这个电话登记过').waitFor();
    await picture('认识的电话');
    await press('Enter');
    await press('Enter');
    await expect.poll(at).toBe('complaint');
    await expect.poll(() => box(page, '出厂编号').inputValue()).not.toBe('');
    expect(await complains()).toEqual([]);
    await type('漏油');
    await press('Control+s');
    await state('已登记');
    expect(await panel().getByText('没有机器编号').count()).toBe(0);

    await panel().getByRole('button', { name: '开维修单' }).focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '登记维修' }).waitFor();
    await expect.poll(() => box(page, '故障现象').inputValue()).toBe('漏油');
    await expect.poll(() => box(page, '联系电话').inputValue()).toBe(phone);
  });
});

/** Tabs from where the focus is until this has it. */
async function tabsTo(goal: Locator): Promise<number> {
  for (let tabs = 1; tabs <= 30; tabs++) {
    await press('Tab');
    if (await goal.evaluate((one) => one === document.activeElement)) return tabs;
  }
  return Infinity;
}

describe('the panel', () => {
  const step = (name: string): Locator => panel().getByRole('button', { name, exact: true });

  it('has the main step first, its steps in one stop, and offers nothing that makes no sense', async () => {
    await open('#/repairs/calls');
    await rows().nth(2).focus();
    await press('Enter');
    await panel().getByText('孙国强').first().waitFor();
    await panel().getByRole('button', { name: '关闭' }).focus();
    const main = panel().getByRole('toolbar', { name: '下一步' }).getByRole('button').first();
    expect(await tabsTo(main)).toBe(1);
    const steps = await panel().getByRole('toolbar', { name: '下一步' }).getByRole('button').count();
    expect(steps).toBeGreaterThan(3);
    await press('End');
    const last = panel().getByRole('toolbar', { name: '下一步' }).getByRole('button').last();
    expect(await last.evaluate((one) => one === document.activeElement)).toBe(true);
    await press('Home');
    await press('ArrowRight');
    const second = panel().getByRole('toolbar', { name: '下一步' }).getByRole('button').nth(1);
    expect(await second.evaluate((one) => one === document.activeElement)).toBe(true);
    // Past the steps in one, and all the corrections are one stop too.
    await press('Tab');
    expect(await inside().evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await tabsTo(step('更正安排'))).toBeLessThanOrEqual(3);
    await press('Tab');
    expect(await step('更正派工').evaluate((one) => one === document.activeElement)).toBe(false);
    expect(await complains()).toEqual([]);
    await picture('下一步在前');
    // What was passed over is named so; what is done is not handed over.
    await rows().nth(2).focus();
    await press('7');
    await state('已完工');
    await panel().getByText('补登：').waitFor();
    await press('3');
    await box(panel(), '总部的备案编号').fill('BA-26-300');
    await press('Enter');
    await step('登记').press('Enter');
    await panel().getByText('BA-26-300').waitFor();
    expect(await step('4 转总部').count()).toBe(0);
    expect(await step('8 用户签字').count()).toBe(1);
  });

  it('says once why no clock runs', async () => {
    await open('#/repairs/calls');
    await press('F4');
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    await box(page, '来电电话').fill('13866661234');
    await box(page, '反映情况').fill('发动不着');
    await box(page, '厂家').fill('');
    await press('Tab');
    await press('Control+s');
    await state('已登记');
    await panel().getByText('不计时限').waitFor();
    expect(await panel().getByText('时限', { exact: true }).count()).toBe(0);
    expect(
      await panel()
        .getByText(/没有写厂家/)
        .count(),
    ).toBe(1);
  });

  it('files by phone, and the number comes later', async () => {
    await open('#/repairs/calls');
    await rows().nth(2).focus();
    await press('Enter');
    await panel().getByText('孙国强').first().waitFor();
    await inside().focus();
    await press('3');
    await panel().getByRole('checkbox', { name: '电话已报，编号待补' }).focus();
    await press('Space');
    expect(await panel().getByText('总部的备案编号').count()).toBe(0);
    await picture('电话报备案');
    expect(await complains()).toEqual([]);
    await step('登记').press('Enter');
    await panel()
      .getByText(/编号还没有，不能转总部/)
      .waitFor();
    expect(await step('4 转总部').count()).toBe(0);
    await picture('编号待补');
    await step('3 补备案编号').press('Enter');
    await expect.poll(at).toBe('no');
    await type('BA-26-301');
    await step('登记').press('Enter');
    await panel().getByText('BA-26-301').waitFor();
    expect(await panel().getByText('编号还没有').count()).toBe(0);
    await step('4 转总部').waitFor();
  });
});

describe('the form', () => {
  it('says of the machine at once, and asks before a second call for it', async () => {
    await open('#/repairs/calls');
    await press('F4');
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    const told = async (serial: string): Promise<void> => {
      await box(page, '来电电话').fill('13866667777');
      await box(page, '反映情况').fill('发动不着');
      await box(page, '出厂编号').fill(serial);
    };
    await told('QQ26X001');
    await press('Control+s');
    await state('已登记');
    await press('F4');
    await told('qq26x-001');
    const about = page.getByRole('group', { name: '这台机器' });
    await about.getByRole('link', { name: /没办完的报修/ }).waitFor();
    await picture('同一台机器');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    const question = page.getByRole('dialog');
    await question.getByText('仍要另登一件').waitFor();
    await press('Escape');
    await question.waitFor({ state: 'detached' });
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    await press('Control+s');
    await question.getByRole('button', { name: '另登一件' }).focus();
    await press('Enter');
    await state('已登记');
  });

  it('leaves what a phone brought along when another one is typed', async () => {
    await open('#/sales');
    const phone = await page
      .locator('tbody td', { hasText: /^199\d{8}$/ })
      .first()
      .innerText();
    await press('F4');
    await page.locator('main h1', { hasText: '登记报修' }).waitFor();
    await type(phone);
    await page.getByText('这个电话登记过').waitFor();
    await press('Enter');
    await press('Enter');
    await expect.poll(() => box(page, '出厂编号').inputValue()).not.toBe('');
    await page
      .getByRole('group', { name: '这台机器' })
      .getByText(/三包期内/)
      .waitFor();
    await box(page, '来电电话').fill('13866660000');
    expect(await box(page, '出厂编号').inputValue()).toBe('');
    expect(await box(page, '来电人').inputValue()).toBe('');
  });

  it('has a task of head office corrected, its own instant too', async () => {
    await open('#/repairs/calls');
    await rows().nth(2).focus();
    await press('Enter');
    await panel().getByRole('button', { name: '修改' }).focus();
    await press('Enter');
    await page.locator('main h1', { hasText: '修改报修' }).waitFor();
    expect(await page.getByText('总部转送日期').count()).toBe(0);
    await box(page, '总部任务号').fill('RW-9');
    await box(page, '总部转送时间').waitFor();
    await picture('总部任务');
    expect(await complains()).toEqual([]);
    await press('Control+s');
    await panel().getByText('RW-9').waitFor();
  });
});

describe('the register', () => {
  it('has what nobody was sent to on top, and its clocks say how much is left and why', async () => {
    await open('#/repairs/calls');
    await rows().first().waitFor();
    await expect.poll(() => rows().first().innerText()).toContain('隔日未派');
    await expect.poll(() => rows().nth(1).innerText()).toMatch(/紧急[\s\S]*还剩 49 分/);
    await picture('列表');
    expect(await complains()).toEqual([]);
    await rows().nth(2).focus();
    await press('Enter');
    await panel().getByText('孙国强').first().waitFor();
    const late = panel().getByRole('button', { name: /^叫修安排：为什么，超时 30 分/ });
    await late.focus();
    await press('Enter');
    await page.getByText('接到报修 ').first().waitFor();
    await picture('为什么');
    await panel().getByText('还差「报总部备案」').first().waitFor();
    await press('Escape');
    await panel().waitFor();

    await page.getByRole('button', { name: '没派工' }).focus();
    await press('Enter');
    await expect.poll(() => rows().count()).toBe(2);
    await page.getByRole('tab', { name: '维修记录' }).focus();
    await press('Enter');
    await page.getByRole('grid', { name: '维修单列表' }).waitFor();
  });

  it('is cancelled with a reason', async () => {
    await open('#/repairs/calls');
    await rows().first().focus();
    await press('Enter');
    await panel().getByRole('button', { name: '作废…' }).focus();
    await press('Enter');
    await box(page.getByRole('dialog'), '作废原因').fill('打错了');
    await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).focus();
    await press('Enter');
    await state('已作废');
    await panel().getByText('打错了').waitFor();
  });
});

describe('business hours', () => {
  it('are typed as people write them, and refused beside their field', async () => {
    await open('#/settings/dealer');
    await box(page, '周一至周五').fill('8点到12点');
    await page.getByRole('button', { name: '保存营业时间' }).focus();
    await press('Enter');
    await page.getByText('营业时间必须写成').waitFor();
    await box(page, '周一至周五').fill('08:00-12:00');
    await page.getByRole('button', { name: '保存营业时间' }).focus();
    await press('Enter');
    await page.getByText('营业时间已保存').waitFor();
    expect(await complains()).toEqual([]);
  });
});

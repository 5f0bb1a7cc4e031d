// Operators by keyboard: the first owner, the lock screen, handing the desk over, a form that stands as it was left.

import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
const SHOP: WindowOptions = { desk: 'operators', locked: true };
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];

const lock = (page: Page) => page.getByRole('dialog', { name: '谁在操作？' });
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(
    () =>
      document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ??
      document.activeElement?.getAttribute('role') ??
      null,
  );

async function found(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** The name's digit, the PIN, Enter. */
async function signIn(page: Page, digit: string, pin: string): Promise<void> {
  await lock(page).getByRole('option').first().waitFor();
  await expect.poll(() => focused(page)).toBe('listbox');
  await page.keyboard.press(digit);
  await expect.poll(() => focused(page)).toBe('pin');
  await page.keyboard.type(pin);
  await page.keyboard.press('Enter');
}

describe('the lock screen', () => {
  it.each([false, true])(
    'shows nothing of the desk, and a name and a PIN open it (dark: %s)',
    async (dark) => {
      const page = await desk.open('#/sales', { ...SHOP, dark });
      await lock(page).getByRole('option', { name: /张伟/ }).waitFor();
      expect(await page.locator('main').isVisible()).toBe(false);
      expect(await page.locator('body').innerText()).not.toContain('销售');
      expect(await found(page)).toEqual([]);
      await page.screenshot({ path: join(ARTEFACTS, `60-锁屏-${dark ? '深' : '浅'}.png`) });
      await page.keyboard.press('Alt+3');
      await page.keyboard.press('Escape');
      await signIn(page, '3', '5938');
      await page.getByRole('alert').filter({ hasText: 'PIN 不对' }).waitFor();
      await expect.poll(() => focused(page)).toBe('pin');
      expect(await box(page, 'PIN').inputValue()).toBe('');
      await page.keyboard.type('5937');
      await page.keyboard.press('Enter');
      await lock(page).waitFor({ state: 'detached' });
      await settled(page);
      await expect.poll(() => page.locator('main h1').innerText()).toContain('销售');
      await page.getByRole('button', { name: /操作员张伟，前台/ }).waitFor();
    },
  );
});

describe('handing the desk over', () => {
  it('takes two keys from a form, and the form stands as it was', async () => {
    const page = await desk.open('#/sales/new', SHOP);
    await signIn(page, '3', '5937');
    await settled(page);
    await box(page, '购机者姓名').fill('冯艳');
    await box(page, '联系电话').focus();
    await page.keyboard.press('F9');
    await lock(page).waitFor();
    await expect.poll(() => focused(page)).toBe('listbox');
    await page.keyboard.press('Escape');
    await lock(page).waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe('customer.phone');
    await page.keyboard.press('F9');
    await signIn(page, '2', '246801');
    await page.getByRole('button', { name: /操作员李敏，服务主任/ }).waitFor();
    await expect.poll(() => box(page, '购机者姓名').inputValue()).toBe('冯艳');
    await expect.poll(() => focused(page)).toBe('customer.phone');
    await page.locator('main h1').focus();
    await page.keyboard.press('Shift+?');
    await page.getByRole('dialog').getByText('换操作员').waitFor();
  });

  it('a desk nobody touches is shut, and its last operator only types the PIN', async () => {
    const page = await desk.open('#/sales/new', SHOP);
    await page.clock.install();
    await signIn(page, '3', '5937');
    await page.clock.runFor(1000);
    await settled(page);
    await box(page, '购机者姓名').fill('冯艳');
    await page.clock.fastForward(9 * 60_000);
    await page.clock.runFor(1000);
    expect(await lock(page).count()).toBe(0);
    await page.clock.fastForward(10 * 60_000);
    await page.clock.runFor(2000);
    await lock(page).getByText('已经锁上').waitFor();
    await page.clock.runFor(1000);
    await expect.poll(() => focused(page)).toBe('pin');
    await page.keyboard.type('5937');
    await page.keyboard.press('Enter');
    await page.clock.runFor(1000);
    await lock(page).waitFor({ state: 'detached' });
    await expect.poll(() => box(page, '购机者姓名').inputValue()).toBe('冯艳');
  });
});

describe('a wrong PIN', () => {
  it('typed twice while handing over leaves who was there, and the form', async () => {
    const page = await desk.open('#/sales/new', SHOP);
    await signIn(page, '3', '5937');
    await settled(page);
    await box(page, '购机者姓名').fill('冯艳');
    await page.keyboard.press('F9');
    for (const pin of ['000111', '000222']) {
      if (pin === '000111') await signIn(page, '2', pin);
      else {
        await page.keyboard.type(pin);
        await page.keyboard.press('Enter');
      }
      await page.getByRole('alert').filter({ hasText: 'PIN 不对，请再输一次' }).waitFor();
      await expect.poll(() => box(page, 'PIN').inputValue()).toBe('');
      await expect.poll(() => focused(page)).toBe('pin');
    }
    expect(await found(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await lock(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /操作员张伟，前台/ }).waitFor();
    expect(await box(page, '购机者姓名').inputValue()).toBe('冯艳');
    // Another name begins without the refusal of the one before.
    await page.keyboard.press('F9');
    await expect.poll(() => focused(page)).toBe('listbox');
    expect(await page.getByRole('alert').filter({ hasText: 'PIN 不对' }).count()).toBe(0);
    await signIn(page, '2', '246801');
    await page.getByRole('button', { name: /操作员李敏，服务主任/ }).waitFor();
    expect(await box(page, '购机者姓名').inputValue()).toBe('冯艳');
  });
});

describe('设置 → 操作员', () => {
  it('an owner ends who left, the name stays taken, and each changes the own PIN', async () => {
    const page = await desk.open('#/settings/operators', SHOP);
    await signIn(page, '1', '135790');
    await settled(page);
    const list = page.getByRole('list', { name: '操作员名单' });
    await list.getByRole('button', { name: '修改 张伟' }).press('Enter');
    await expect.poll(() => focused(page)).toBe('name');
    await page.getByLabel('停用').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+s');
    await list.getByRole('listitem').filter({ hasText: '张伟' }).getByText('已停用').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent ?? '')).toContain('张伟');
    expect(await found(page)).toEqual([]);
    await page.screenshot({ path: join(ARTEFACTS, '63-操作员-停用.png') });
    await page.getByRole('main').getByRole('button', { name: '添加操作员' }).press('Enter');
    await expect.poll(() => focused(page)).toBe('name');
    await page.keyboard.type('张伟');
    await box(page, '角色').fill('前台');
    await box(page, 'PIN').fill('864209');
    await box(page, '再输一次 PIN').fill('864208');
    await page.keyboard.press('Control+s');
    await page.getByText('两次输入的 PIN 不一样').waitFor();
    expect(await page.locator('[data-field=name]').getByText('已经有叫').count()).toBe(0);
    await box(page, '再输一次 PIN').fill('864209');
    await page.keyboard.press('Control+s');
    await page.locator('[data-field=name]').getByText('已经有叫「张伟」的操作员').waitFor();
    await page.getByRole('button', { name: '取消' }).press('Enter');
    await list.waitFor();
    const own = page.locator('form', { has: page.getByRole('textbox', { name: /现在的 PIN/ }) });
    await box(own, '现在的 PIN').fill('1');
    await box(own, '新的 PIN').fill('975310');
    await box(own, '再输一次 PIN').fill('975311');
    await page.keyboard.press('Control+s');
    await own.getByText('两次输入的 PIN 不一样').waitFor();
    await box(own, '再输一次 PIN').fill('975310');
    await page.keyboard.press('Control+s');
    await own.getByText('PIN 不对').waitFor();
    await box(own, '现在的 PIN').fill('135790');
    await page.keyboard.press('Control+s');
    await page.getByText('PIN 已换').waitFor();
    await page.keyboard.press('F9');
    await lock(page).getByRole('option').first().waitFor();
    expect(await lock(page).getByRole('option', { name: /张伟/ }).count()).toBe(0);
    await signIn(page, '1', '135790');
    await page.getByRole('alert').filter({ hasText: 'PIN 不对' }).waitFor();
    await page.keyboard.type('975310');
    await page.keyboard.press('Enter');
    await lock(page).waitFor({ state: 'detached' });
  });

  it('the first is an owner, and from then on the desk has a name at its corner', async () => {
    const page = await desk.open('#/settings/operators');
    await page.getByText('还没有操作员').waitFor();
    expect(await found(page)).toEqual([]);
    expect(await page.locator('header .who').count()).toBe(0);
    await page.getByRole('main').getByRole('button', { name: '添加操作员' }).press('Enter');
    await expect.poll(() => focused(page)).toBe('name');
    await page.keyboard.type('王强');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('pin');
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await page.keyboard.type('1234');
    await page.keyboard.press('Control+s');
    await page.getByRole('alert').filter({ hasText: '不那么好猜' }).waitFor();
    expect(await found(page)).toEqual([]);
    await box(page, 'PIN').fill('135790');
    await box(page, '再输一次 PIN').fill('135791');
    await page.getByText('两次输入的 PIN 不一样').waitFor();
    await box(page, '再输一次 PIN').fill('135790');
    await page.keyboard.press('Control+s');
    await page.getByRole('button', { name: /操作员王强，老板/ }).waitFor();
    await page.getByRole('grid', { name: '操作记录' }).getByText('新增操作员').waitFor();
    expect(await found(page)).toEqual([]);
    await page.screenshot({ path: join(ARTEFACTS, '61-操作员-浅.png') });
  });

  it('who may not is told who may', async () => {
    const page = await desk.open('#/sales/list/s-00003', SHOP);
    await signIn(page, '3', '5937');
    await settled(page);
    await page.getByRole('button', { name: '作废…' }).press('Enter');
    const question = page.getByRole('dialog', { name: /作废/ });
    await question.getByText('这一步由服务主任或老板来做，现在是前台「张伟」').waitFor();
    expect(await found(page)).toEqual([]);
    await page.screenshot({ path: join(ARTEFACTS, '62-作废要主任.png') });
    await question.getByRole('textbox').fill('退货');
    expect(await question.getByRole('button', { name: /作废/ }).isDisabled()).toBe(true);
    // Handed over and back: the question and its reason stand.
    await page.keyboard.press('F9');
    await lock(page).waitFor();
    await page.keyboard.press('Escape');
    await lock(page).waitFor({ state: 'detached' });
    expect(await question.getByRole('textbox').inputValue()).toBe('退货');
    await question.getByRole('textbox').focus();
    await page.keyboard.press('F9');
    await signIn(page, '2', '246801');
    await lock(page).waitFor({ state: 'detached' });
    expect(await question.getByRole('textbox').inputValue()).toBe('退货');
    expect(await question.getByText('这一步由服务主任').count()).toBe(0);
    await question.getByRole('button', { name: /作废/ }).press('Enter');
    await page.locator('aside header .chip', { hasText: '已作废' }).waitFor();
    await page.getByText('退货').first().waitFor();
    await page.keyboard.press('F9');
    await signIn(page, '3', '5937');
    await page.getByRole('button', { name: /操作员张伟，前台/ }).waitFor();
    await page.evaluate(() => (location.hash = '#/settings/operators'));
    await page.getByRole('list', { name: '操作员名单' }).waitFor();
    expect(await page.getByRole('button', { name: '添加操作员' }).count()).toBe(0);
  });
});

describe('what one operator was refused', () => {
  it('is not shown to the next', async () => {
    const page = await desk.open('#/settings/templates', SHOP);
    await signIn(page, '3', '5937');
    await settled(page);
    const add = page.getByRole('button', { name: '载入模板' });
    await expect.poll(() => add.isEnabled()).toBe(true);
    await add.press('Enter');
    await box(page, '厂家').fill('HH');
    await page.keyboard.press('Enter');
    await box(page, '模板文件').fill('/home/clerk/坏.xlsx');
    await page.keyboard.press('Control+s');
    await page.locator('.toast.bad').waitFor();
    await page.keyboard.press('F9');
    await signIn(page, '2', '246801');
    await page.getByRole('button', { name: /操作员李敏，服务主任/ }).waitFor();
    expect(await page.locator('.toast.bad').count()).toBe(0);
  });
});

describe('the bar above, with somebody signed in', () => {
  it.each([
    [1366, 768],
    [683, 384],
  ])('is whole at %s × %s', async (width, height) => {
    const page = await desk.open('#/sales', { ...SHOP, width, height });
    await signIn(page, '3', '5937');
    await settled(page);
    const bar = page.locator('header.bar');
    await page.screenshot({ path: join(ARTEFACTS, `60-栏-${width}.png`) });
    const right = await bar.locator('button.help').evaluate((one) => one.getBoundingClientRect().right);
    expect(right).toBeLessThanOrEqual(width);
    const line = bar.locator('a.sync');
    expect((await line.boundingBox())!.width).toBeGreaterThanOrEqual(28);
    const words = line.locator('span.cut');
    const cut = await words.evaluate((one) => one.scrollWidth - one.clientWidth);
    if (width > 900) expect(cut).toBeLessThanOrEqual(0);
  });
});

// Encryption by keyboard: on with a code that is typed back, another code, off; the screen before a desk whose key is gone.

import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const CODE = '0a1b2 3c4d5 6e7f8 9g0h1 jk2m3 np4q5';

async function found(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

const button = (page: Page, name: string) => page.locator('main').getByRole('button', { name });

describe('settings, data safety', () => {
  it.each([false, true])(
    'a code is shown once and typed back before anything is encrypted (dark: %s)',
    async (dark) => {
      const page = await desk.open('#/settings/safety', { dark });
      await button(page, '开启加密…').click();
      await page.getByText('NP4Q5').waitFor();
      expect(await page.locator('main ol li').count()).toBe(6);
      expect(await found(page)).toEqual([]);
      await page.screenshot({ path: join(ARTEFACTS, `70-恢复码-${dark ? '深' : '浅'}.png`) });
      await box(page, '最后一组').fill('NP4Q4');
      await page.keyboard.press('Control+s');
      await page.getByText('和恢复码的最后一组对不上').first().waitFor();
      await box(page, '最后一组').fill('np4q5');
      await button(page, '开启加密').last().click();
      await page.getByText('在系统的钥匙库里').waitFor();
      expect(await page.getByText('NP4Q5').count()).toBe(0);
      expect(await found(page)).toEqual([]);
      await button(page, '换恢复码…').click();
      await box(page, '最后一组').fill('NP4Q5');
      await button(page, '换成这个恢复码').click();
      await page.getByText('恢复码已换').waitFor();
      await button(page, '关闭加密…').click();
      await page.getByRole('dialog').getByRole('button', { name: '关闭加密' }).click();
      await button(page, '开启加密…').waitFor();
    },
  );

  it('says that a key file protects less', async () => {
    const page = await desk.open('#/settings/safety', { desk: 'shelfless' });
    await button(page, '开启加密…').click();
    await box(page, '最后一组').fill('NP4Q5');
    await button(page, '开启加密').last().click();
    await page.getByText('整块硬盘被拆走时，这样存的钥匙保护不了数据').waitFor();
    expect(await found(page)).toEqual([]);
  });

  it('offers nothing a build cannot do', async () => {
    const page = await desk.open('#/settings/safety', { desk: 'plain' });
    await page.getByText('这个程序没有编入加密').waitFor();
    expect(await button(page, '开启加密…').count()).toBe(0);
  });
});

describe('a desk whose key is gone', () => {
  it.each([false, true])('asks for the code and opens with it (dark: %s)', async (dark) => {
    const page = await desk.open('#/sales', { desk: 'keyless', dark });
    await page.getByText('打不开：这台电脑的钥匙不见了').waitFor();
    await settled(page);
    expect(await found(page)).toEqual([]);
    await page.screenshot({ path: join(ARTEFACTS, `71-输入恢复码-${dark ? '深' : '浅'}.png`) });
    expect(await page.getByRole('button', { name: /从头开始/ }).count()).toBe(0);
    await box(page, '恢复码').fill('00000 3c4d5 6e7f8 9g0h1 jk2m3 np4q5');
    await button(page, '打开').click();
    await page.getByText('恢复码不对').first().waitFor();
    await box(page, '恢复码').fill(CODE);
    await button(page, '打开').click();
    await expect.poll(() => page.locator('main h1').innerText()).toContain('销售');
  });

  it('shows the backups, and not the way to begin anew', async () => {
    const page = await desk.open('#/sales', { desk: 'keyless' });
    await page.locator('main').getByRole('button', { name: '备份与恢复' }).click();
    await button(page, '从其他文件恢复…').waitFor();
    expect(await page.getByRole('button', { name: /从头开始/ }).count()).toBe(0);
    expect(await button(page, '立即备份').isDisabled()).toBe(true);
  });
});

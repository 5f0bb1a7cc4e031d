// Photographs and signatures in the window: by keyboard as far as a keyboard goes, and with a hand that signs.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `75-照片签字-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const button = (name: string): Locator => panel().getByRole('button', { name, exact: true });
const strip = (): Locator => panel().getByRole('list', { name: '照片和签字' });
const tiles = (): Locator => strip().getByRole('button');
async function push(name: string): Promise<void> {
  await button(name).focus();
  await press('Enter');
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
async function repair(state: string): Promise<void> {
  page = await desk.open('#/repairs');
  await settled(page);
  await page.getByRole('grid').locator('tbody tr', { hasText: state }).first().click();
  await panel().getByRole('heading', { name: '照片和签字' }).waitFor();
}
async function sign(): Promise<void> {
  const paper = panel().locator('canvas');
  await paper.scrollIntoViewIfNeeded();
  const at = await paper.boundingBox();
  if (!at) throw new Error('no pad');
  await page.mouse.move(at.x + 40, at.y + 40);
  await page.mouse.down();
  for (let n = 1; n <= 12; n += 1) await page.mouse.move(at.x + 40 + n * 14, at.y + 40 + (n % 3) * 30);
  await page.mouse.up();
}

describe('photographs', () => {
  it('are added many at once, walked by arrows, enlarged by Enter and closed by Esc', async () => {
    await repair('在修');
    await push('加照片');
    await push('选照片');
    const paths = panel().locator('[data-field=paths] textarea');
    await expect.poll(() => paths.inputValue()).toBe('/home/clerk/IMG_1001.jpg\n/home/clerk/IMG_1002.jpg');
    await paths.fill('/home/clerk/IMG_1001.jpg\n/home/clerk/IMG_1002.jpg\n/home/clerk/单据.pdf');
    await box(panel(), '拍的是什么').fill('故障部位');
    await box(panel(), '说明').fill('齿轮崩齿');
    await push('加上');
    await panel().getByText('「单据.pdf」不是照片').waitFor();
    await expect.poll(() => paths.inputValue()).toBe('/home/clerk/单据.pdf');
    await picture('有一个不是照片');
    expect(await complains()).toEqual([]);
    await push('取消');

    await expect.poll(() => tiles().count()).toBe(2);
    expect(await tiles().first().getAttribute('aria-label')).toContain('故障部位 齿轮崩齿');
    await strip().locator('img').nth(1).waitFor();
    await tiles().first().focus();
    await press('ArrowRight');
    await expect
      .poll(() =>
        tiles()
          .nth(1)
          .evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    await picture('缩略图');
    await press('Enter');
    const large = page.getByRole('dialog');
    await large.getByText('第 2 张，共 2 张').waitFor();
    await large.locator('img').waitFor();
    await picture('放大');
    expect(await complains()).toEqual([]);
    await large.locator('.large').focus();
    await press('ArrowLeft');
    await large.getByText('第 1 张，共 2 张').waitFor();
    await press('Escape');
    await large.waitFor({ state: 'hidden' });
    await expect
      .poll(() =>
        tiles()
          .first()
          .evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    await panel().waitFor();
  });

  it('that are gone say so in their place', async () => {
    await repair('在修');
    await push('加照片');
    await panel().locator('[data-field=paths] textarea').fill('/home/clerk/a.jpg');
    await box(panel(), '说明').fill('不见了');
    await push('加上');
    await tiles().first().getByText('这张图的文件找不到了').waitFor();
    await press('Escape');
  });
});

describe('a signature', () => {
  it('without ink is refused beside the pad; with it the repair is signed, and signing again keeps the first', async () => {
    await repair('已提交');
    await panel().getByText('纸面已签，未留图').waitFor();
    await push('用户签字');
    await panel().getByText('只用键盘时签不了').waitFor();
    await push('保存签字');
    await panel().locator('[data-field=strokes]').getByText('还没有签字，或只点了一下').waitFor();
    await box(panel(), '与用户的关系').fill('家属');
    await sign();
    await expect.poll(() => panel().locator('canvas').getAttribute('aria-label')).toContain('已写 1 笔');
    await picture('签字框');
    expect(await complains()).toEqual([]);
    await push('保存签字');
    await panel()
      .getByText(/已签字：.*（家属）/)
      .waitFor();
    await expect.poll(() => tiles().count()).toBe(1);

    await push('重签');
    await panel().getByText('再签会代替它，原来的仍然看得到').waitFor();
    await box(panel(), '与用户的关系').fill('技术员代签');
    await press('Tab');
    await panel().getByText('技术员代签总部可能不认').waitFor();
    // By keyboard alone: a photograph of the paper instead of ink.
    await box(panel(), '签字纸照片').fill('/home/clerk/纸.jpg');
    await push('保存签字');
    await panel().getByText('重签的原因没有填').waitFor();
    await box(panel(), '重签的原因').fill('第一次签错了地方');
    await push('保存签字');
    await expect.poll(() => tiles().count()).toBe(2);
    await panel().getByText('已重签：第一次签错了地方').waitFor();
    await picture('重签以后');
    expect(await complains()).toEqual([]);
  });
});

describe('an old part', () => {
  it('has its photographs beside it, and destroying it asks for one', async () => {
    page = await desk.open('#/parts');
    await settled(page);
    await page
      .getByRole('grid')
      .locator('tbody tr', { hasText: '在库' })
      .first()
      .locator('td')
      .nth(2)
      .click();
    await push('加照片');
    await panel().locator('[data-field=paths] textarea').fill('/home/clerk/IMG_1003.jpg');
    await box(panel(), '拍的是什么').fill('旧件');
    await push('加上');
    await expect.poll(() => tiles().count()).toBe(1);
    await push('其他去向…');
    await box(panel(), '去向').fill('现场销毁');
    await press('Tab');
    await panel().getByText('现场销毁要有照片').waitFor();
    expect(await complains()).toEqual([]);
    await picture('旧件');
  });
});

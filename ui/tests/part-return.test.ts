// Old parts on their way back, by keyboard and scanner alone: boxes, seal, waybill, what head office says, a shortage settled.

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
  page.screenshot({ path: join(ARTEFACTS, `72-旧件返回-${name}.png`) });
const rows = (grid: string): Locator =>
  page.getByRole('grid', { name: grid }).locator('tbody tr[aria-selected]');
const at = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field'));
async function push(inside: Page | Locator, name: string): Promise<void> {
  await inside.getByRole('button', { name, exact: true }).first().focus();
  await press('Enter');
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}
/** A tag as a hand types it, and Enter. */
async function tag(text: string): Promise<void> {
  await expect.poll(at).toBe('tag_no');
  await type(text);
  await press('Enter');
  await press('Enter');
}
/** The first tags on the shelf of one maker, from the list of what is not packed. */
async function shelf(): Promise<string[]> {
  await rows('还没有装的旧件').first().waitFor();
  const all = await rows('还没有装的旧件').allInnerTexts();
  const here = all.filter((row) => !row.includes('待入库'));
  return here.map((row) => /HB0732A-JJ-[\w-]+/.exec(row)?.[0] ?? '');
}
async function begin(): Promise<void> {
  await open('#/parts/packing');
  const maker = box(page, '装哪一家的旧件');
  await maker.focus();
  await press('ArrowDown');
  await press('Enter');
  await push(page, '开始装箱');
  await page.locator('main h1', { hasText: '旧件装箱' }).waitFor();
}

describe('old parts', () => {
  it('go into boxes by scanning, are sealed, sent and judged, and a shortage is settled', async () => {
    await begin();
    const tags = await shelf();
    expect(tags.length, 'something lies on the shelf').toBeGreaterThan(1);
    await tag('HB0732A-JJ-9999-Z0001');
    await page.getByText('找不到旧件标签').waitFor();
    await tag(tags[0] ?? '');
    await expect.poll(() => rows('箱里的旧件').count()).toBe(1);
    await push(page, '换下一箱');
    await expect.poll(() => box(page, '箱号').inputValue()).toBe('2');
    await tag((tags[1] ?? '').toLowerCase());
    await expect.poll(() => rows('箱里的旧件').count()).toBe(2);
    expect(await complains()).toEqual([]);
    await picture('装箱');

    await rows('箱里的旧件').nth(1).focus();
    await press('Enter');
    await expect.poll(() => rows('箱里的旧件').count()).toBe(1);
    await tag(tags[1] ?? '');
    await expect.poll(() => rows('箱里的旧件').count()).toBe(2);
    await box(page, '毛重').fill('12.5');
    await box(page, '封条号').fill('F-0071');
    await push(page, '封箱');
    const question = page.getByRole('dialog');
    await question.getByText(/没有装|都装好了/).waitFor();
    await picture('封箱');
    await push(question, '封箱');
    await box(page, '运单号').waitFor();
    await push(page, '发运');
    await page.getByText('运单号没有填').waitFor();
    await box(page, '运单号').fill('SF1029384756');
    await picture('发运');
    await push(page, '发运');
    await push(page.getByRole('dialog'), '确认发运');

    const panel = page.locator('aside');
    await panel.getByText('待验收').waitFor();
    await push(panel, '旧件返回清单');
    await page.getByText('已生成三包旧件返回清单').waitFor();
    await push(panel, '录入验收和鉴定');
    await page.locator('main h1', { hasText: '录入总部的验收和鉴定' }).waitFor();
    await box(page, '鉴定人').fill('刘检');
    const line = (n: number): Locator => page.locator('form li').nth(n);
    await box(line(0), '实收数量').fill('999');
    await press('Control+s');
    await line(0).getByText('不超过发出的数量').waitFor();
    await expect.poll(at).toBe('lines.0.received_milli');
    await box(line(0), '实收数量').fill('0');
    await push(page, '空着的都按全数收到');
    expect(await complains()).toEqual([]);
    await picture('录入验收');
    await press('Control+s');
    await panel.getByText('短少').waitFor();

    await page.getByRole('tab', { name: '总部验收' }).focus();
    await press('Enter');
    await rows('总部验收过的旧件').first().waitFor();
    expect(await rows('总部验收过的旧件').count(), 'only what is to be done').toBe(1);
    await rows('总部验收过的旧件').first().focus();
    await press('Enter');
    await panel.locator('header .chip', { hasText: '短少' }).waitFor();
    expect(await complains()).toEqual([]);
    await picture('短少');
    const next = box(panel, '下一步');
    await next.focus();
    await type('找到');
    await press('Enter');
    await push(panel, '保存');
    await panel.getByText('原因或答复没有填').waitFor();
    await box(panel, '原因或答复').fill('在二号库找到');
    await push(panel, '保存');
    await page.getByText('没有要处理的旧件').waitFor();
  });

  it('that may not go say so, and a packing is taken apart with a reason', async () => {
    await begin();
    const tags = await shelf();
    await tag(tags[0] ?? '');
    await expect.poll(() => rows('箱里的旧件').count()).toBe(1);
    await push(page, '取消装箱');
    await box(page.getByRole('dialog'), '原因').fill('改天再装');
    await push(page.getByRole('dialog'), '取消装箱');
    await page.getByText('没有正在装的箱').waitFor();
    expect(await complains()).toEqual([]);
    await picture('没有装箱');
  });
});

describe('new parts for old ones', () => {
  it('are written down as they come back, with the money that is bound until then', async () => {
    await open('#/parts/exchange');
    const sums = page.getByRole('list', { name: '各厂家的铺底和在外新件' });
    await sums.getByText('在外新件占用').waitFor();
    const list = rows('以旧换新登记');
    await list.first().waitFor();
    const many = await list.count();
    await list.first().locator('td').nth(1).click();
    const panel = page.locator('aside');
    await panel.getByRole('heading', { name: '登记换回的新件' }).waitFor();
    const out = await list.first().locator('td').nth(4).innerText();
    await box(panel, '按成本价购买的数量').fill(out);
    await push(panel, '保存');
    await panel.getByText('原因没有填').waitFor();
    await picture('以旧换新');
    expect(await complains()).toEqual([]);
    await box(panel, '原因').fill('旧件用户留存');
    await push(panel, '保存');
    await page.getByText('已登记。').waitFor();
    await expect.poll(() => list.count()).toBe(many - 1);
    await picture('以旧换新-登记后');
  });
});

// What a hand types into a line of parts, a list, a box of old parts or a dialog is what is kept.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string): Promise<void> {
  page = await desk.open(hash);
  await settled(page);
}
const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const type = (text: string): Promise<void> => page.keyboard.type(text);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `73-营业员-${name}.png`) });
const at = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field'));

async function line(): Promise<Locator> {
  await open('#/repairs/new');
  await page.getByRole('button', { name: '加一个零件' }).click();
  const one = page.getByRole('listitem', { name: '第 1 个零件' });
  await box(one, '编码或名称').focus();
  return one;
}

describe('a line of parts', () => {
  it('another part typed over one leaves nothing of it: no code, no category, no price', async () => {
    const one = await line();
    await type('机油滤');
    await one.getByRole('option').first().waitFor();
    await press('Enter');
    await expect.poll(() => box(one, '单价').inputValue()).toBe('61.00');
    const name = box(one, '编码或名称');
    await name.fill('转向油缸');
    await press('Tab');
    await one.getByText('已换成别的零件，原编码 055665 和单价已清空，请重新选。').waitFor();
    expect([await box(one, '单价').inputValue(), await box(one, '类别').inputValue()]).toEqual(['', '']);
    expect(await one.locator('[data-field="parts.0.name"]').innerText()).not.toMatch(/055665(?! 和)/);
    await picture('换了零件');
    // The same text again is the same part, with the price it had.
    await name.fill('机油滤清器');
    await press('Tab');
    await expect.poll(() => box(one, '单价').inputValue()).toBe('61.00');
  });

  it('a whole code and Enter, as a scanner gives it, is the part', async () => {
    const one = await line();
    await page.keyboard.insertText('1E81700');
    await press('Enter');
    await expect.poll(() => box(one, '单价').inputValue()).toBe('483.13');
    expect(await box(one, '编码或名称').inputValue()).toBe('离合器从动盘');
  });

  it('the only line found is marked and Enter takes it; Tab takes only what was named whole', async () => {
    const one = await line();
    const name = box(one, '编码或名称');
    const price = (): Promise<string> => box(one, '单价').inputValue();
    await type('动电');
    await one.getByRole('option', { selected: true }).filter({ hasText: '起动电机' }).waitFor();
    await press('Tab');
    await expect.poll(() => name.evaluate((at) => at === document.activeElement)).toBe(false);
    expect([await name.inputValue(), await price()]).toEqual(['动电', '']);
    await name.fill('起动电机');
    await one.getByRole('option').filter({ hasText: '起动电机' }).waitFor();
    await press('Tab');
    await expect.poll(price).toBe('568.75');
    await name.fill('动电');
    await one.getByRole('option', { selected: true }).filter({ hasText: '起动电机' }).waitFor();
    await press('Enter');
    await expect.poll(price).toBe('568.75');
    expect(await name.inputValue()).toBe('起动电机');
  });

  it('one nobody knows and without a price is asked about before it goes out', async () => {
    await line();
    await type('转向油缸');
    await press('Tab');
    await box(page, '完工日期').fill('今');
    await page.getByLabel('用户已签字').focus();
    await press('Space');
    await page.getByRole('button', { name: '保存并提交' }).first().click();
    await page.getByRole('dialog', { name: '这个零件没有单价，材料费按 0 元报，对吗？' }).waitFor();
    await picture('没有单价');
  });
});

describe('a repair', () => {
  it('is told of today, until somebody says another day', async () => {
    await open('#/repairs/new');
    const day = box(page, '报修日期');
    await expect.poll(() => day.inputValue()).toMatch(/^2026-\d\d-\d\d$/);
  });

  it('another person typed over one of the archive has no phone and no village of his', async () => {
    await open('#/archive/customers');
    const row = page.locator('tbody tr').first();
    const name = (await row.locator('td').first().innerText()).trim();
    await open('#/repairs/new');
    const who = box(page, '用户姓名');
    await who.fill(name);
    await page.getByRole('option').filter({ hasText: name }).first().click();
    await expect.poll(() => box(page, '联系电话').inputValue()).toMatch(/\d/);
    await who.fill('欧阳海');
    await expect.poll(() => box(page, '联系电话').inputValue()).toBe('');
    expect(await box(page, '村及门牌').inputValue()).toBe('');
  });
});

describe('a list', () => {
  it('Tab takes the only line that fits', async () => {
    await open('#/repairs/new');
    const method = box(page, '受理方式');
    await method.fill('来访');
    await method.fill('转办');
    await press('Tab');
    await expect.poll(() => method.inputValue()).toBe('上级转办');
  });

  it('what is not chosen says how, and a save closes the list over it', async () => {
    await open('#/repairs/new');
    const method = box(page, '受理方式');
    await method.fill('来');
    await press('Control+s');
    const field = page.locator('[data-field=channel]');
    await field.getByText('「来」还没有选定，按 Enter 选「来电」。').waitFor();
    expect(await page.getByRole('option').filter({ visible: true }).count()).toBe(0);
    await picture('没有选定');
    await method.focus();
    await press('Enter');
    await expect.poll(() => method.inputValue()).toBe('来电');
  });
});

describe('a dialog that asks for words', () => {
  it('opened by mouse, has the focus in the field it shows it in', async () => {
    await open('#/repairs');
    await page.locator('tbody tr').first().click();
    await page.getByRole('button', { name: '作废…' }).click();
    await page.getByRole('dialog').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await type('登记重了');
    await expect.poll(() => box(page.getByRole('dialog'), '作废原因').inputValue()).toBe('登记重了');
    await picture('作废');
  });
});

describe('packing', () => {
  it('a tag and Enter goes into the box and the next one may be typed at once; its tail is enough', async () => {
    await open('#/parts/packing');
    await box(page, '装哪一家的旧件').focus();
    await press('ArrowDown');
    await press('Enter');
    await page.getByRole('button', { name: '开始装箱' }).click();
    await page.locator('main h1', { hasText: '旧件装箱' }).waitFor();
    const left = page.getByRole('grid', { name: '还没有装的旧件' }).locator('tbody tr[aria-selected]');
    await left.first().waitFor();
    const all = (await left.allInnerTexts()).filter((row) => !row.includes('待入库'));
    const tags = all.map((row) => /HB0732A-JJ-[\w-]+/.exec(row)?.[0] ?? '');
    expect(tags.length).toBeGreaterThan(1);
    await expect.poll(at).toBe('tag_no');
    await type(tags[0] ?? '');
    await press('Enter');
    const inside = page.getByRole('grid', { name: '箱里的旧件' }).locator('tbody tr[aria-selected]');
    // Nobody waits for an answer between two parts.
    expect(await page.locator('[data-field=tag_no]').innerText()).not.toContain('不看横线');
    await type((tags[1] ?? '').split('-').at(-1) ?? '');
    await press('Enter');
    await expect.poll(() => inside.count()).toBe(2);
    expect([await at(), await box(page, '旧件标签号').inputValue()]).toEqual(['tag_no', '']);
    await picture('装箱');
  });
});

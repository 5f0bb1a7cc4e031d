// Exchange and return in the window, by keyboard alone: from the register to a machine given, and a case begun at a machine.

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
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `72-换货退货-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid', { name: '换货退货列表' }).locator('tbody tr');
async function push(name: string): Promise<void> {
  await panel().getByRole('button', { name, exact: true }).first().focus();
  await press('Enter');
}
async function choose(label: string, words: string): Promise<void> {
  await box(panel(), label).fill(words);
  await page.getByRole('option', { name: words }).first().waitFor();
  await press('Enter');
}
async function state(word: string): Promise<void> {
  await panel().locator('header .chip', { hasText: word }).waitFor();
}
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('a case of exchange', () => {
  it('goes from the register to another machine, and a missing paper stops it', async () => {
    await open('#/repairs/remedies');
    await rows().first().waitFor();
    await picture('列表');
    expect(await complains()).toEqual([]);
    await rows().first().focus();
    await press('Enter');
    await state('已受理');
    await panel().getByText('更换部件以后再次出现').waitFor();
    await picture('依据');
    expect(await complains()).toEqual([]);

    await push('答复用户');
    await push('登记');
    await panel().getByText('怎样答复的没有填').waitFor();
    await box(panel(), '怎样答复的').fill('同意换货，等总部发机');
    await push('登记');
    await state('已答复用户');
    await push('用户选择');
    await choose('用户选择', '换货');
    await push('登记');
    await state('用户已选');

    await push('办结');
    await box(panel(), '新机的出厂编号').fill('HH26B40001');
    await push('办结');
    await page.getByText('还缺「购机发票」').first().waitFor();
    await picture('缺材料');
    await push('取消');
    await push('改「购机发票」');
    await choose('现在', '免交');
    await box(panel(), '谁同意免交').fill('总部李主任');
    await box(panel(), '原因或还缺什么').fill('有税控存根');
    await push('保存');
    await panel().getByText('总部李主任').first().waitFor();

    await push('办结');
    await box(panel(), '新机的出厂编号').fill('HH26B40001');
    await push('办结');
    await state('已换机');
    await panel().getByText('货款先由本店承担').waitFor();
    expect(await panel().getByRole('button', { name: '撤回办结' }).count()).toBe(0);
    await picture('已换机');
    expect(await complains()).toEqual([]);

    await push('撤销…');
    const question = page.getByRole('dialog');
    await question.getByText('HH26B40001').waitFor();
    await picture('撤销');
    await box(question, '撤销原因').fill('换错了机器');
    await question.getByRole('button', { name: '撤销', exact: true }).focus();
    await press('Enter');
    await state('用户已选');
    await panel().getByText('换错了机器').waitFor({ state: 'attached' });
  });

  it('begins at a machine, with what it stands on', async () => {
    await open('#/archive/units');
    const first = page.getByRole('grid').locator('tbody tr').first();
    await first.waitFor();
    await first.focus();
    await press('Enter');
    await push('办理换货／退货');
    await choose('依据的权利', '没有规则给的权利');
    await push('开单');
    await panel().getByText('办理的依据没有填').waitFor();
    await box(panel(), '办理的依据').fill('总部鉴定为批次质量问题');
    await picture('开单');
    expect(await complains()).toEqual([]);
    await push('开单');
    await page.getByRole('grid', { name: '换货退货列表' }).waitFor();
    await state('已受理');
    await panel().getByText('总部鉴定为批次质量问题').waitFor();
  });
});

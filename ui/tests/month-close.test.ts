// Closing a month by keyboard: looked over, refused for a draft, closed, corrected in the next pack, printed again.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ARTEFACTS, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `75-结账-${name}.png`) });
async function complains(): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
}

describe('closing a month', () => {
  it('is looked over, closed, corrected and printed again without a mouse', async () => {
    page = await desk.open('#/month');
    await settled(page);
    const part = page.getByRole('region', { name: '结账', exact: true });
    await part.getByText('未结账').waitFor();
    const close = part.getByRole('button', { name: '结账', exact: true });
    expect(await close.isDisabled(), 'this month is not over').toBe(true);
    await page.getByRole('button', { name: '上个月' }).press('Enter');
    await expect.poll(() => close.isEnabled()).toBe(true);

    await part.getByRole('button', { name: '结账前核对' }).press('Enter');
    const review = part.getByRole('region', { name: '结账前核对' });
    await review.getByText('要先办完').waitFor();
    await review.getByRole('rowheader', { name: 'W01 维修月报表' }).waitFor();
    await review.getByText('3,486.00').waitFor();
    await picture('核对');
    expect(await complains()).toEqual([]);

    const sure = async (): Promise<void> => {
      await close.press('Enter');
      const question = page.getByRole('dialog', { name: /结账/ });
      await question.getByText('结账以后不能反结账').waitFor();
      await question.getByRole('button', { name: '结账' }).press('Enter');
    };
    await sure();
    await page.getByText('不能结账。请提交它们').waitFor();
    await part.getByText('未结账').waitFor();
    await sure();
    await part.getByText('已结账').waitFor();
    await part.getByText(/李主任 .* 结账/).waitFor();
    await part.getByText('结了账的月份不再打开').waitFor();
    expect(await close.count()).toBe(0);

    await part.getByRole('button', { name: /更正 1 条，等着进/ }).press('Enter');
    await part.getByText('出厂编号 HH26B35536 → HH26B35563').waitFor();
    await part.getByRole('button', { name: '重印' }).press('Enter');
    await part.getByText('4 张表已按结账时的样子写到').waitFor();
    // It is printed, too: what is whole opens as one paper.
    await expect.poll(() => page.evaluate(() => localStorage.getItem('opened-path'))).toContain('W02');
    await part.getByText('维修月报表（HB0732A-BG-2610-A0001）的文件不在了').waitFor();
    await picture('已结');
    expect(await complains()).toEqual([]);

    // What did not go is said with the next step, and the files of the month are those that were closed.
    await part.getByText('结账的报表还有 1 张没有交出去').waitFor();
    await page.getByRole('button', { name: '导出整月报表' }).press('Enter');
    await page.getByText('已导出 4 个文件到').waitFor();
    expect(await page.getByText('维修月报表（HB0732A-BG-2610-A0001）的文件不在了').count()).toBe(2);
    await page.getByRole('button', { name: '报送总部' }).press('Enter');
    const sending = page.getByRole('dialog');
    await sending.getByText('原样排队报送').waitFor();
    await sending.getByRole('button', { name: '取消' }).press('Enter');
    await part.getByRole('button', { name: '登记报送' }).press('Enter');
    await expect.poll(() => page.url()).toContain('#/month/submissions');
    await picture('登记报送');
    await page.goBack();
    await part.getByText('已结账').waitFor();
    await part.getByRole('button', { name: /更正 1 条，等着进/ }).press('Enter');

    // A number opens its record.
    const number = part.getByRole('region', { name: '更正' }).getByRole('button').first();
    await number.press('Enter');
    await expect.poll(() => page.url()).toContain('#/repairs/list/');

    // And the record says where it was reported and corrected, and leads back to that pack.
    const record = page.getByRole('region', { name: '结账月份里的记录' });
    await record.getByText('出厂编号 HH26B35536 → HH26B35563').waitFor();
    await record.getByText('待报').waitFor();
    await record.scrollIntoViewIfNeeded();
    await picture('记录');
    expect(await complains()).toEqual([]);
    const pack = record.getByRole('link').last();
    await pack.press('Enter');
    await expect.poll(() => page.url()).toMatch(/#\/month\/HH\/\d{4}-\d{2}\/W01\/preview$/);
    await page.getByRole('button', { name: /更正 1 条，等着进/ }).waitFor();
  });
});

// Files dropped on the window: each is said to be what it is, the first that is known is opened, and nothing is taken.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();

/** As the shell tells the page. */
async function drop(page: Page, paths: string[]): Promise<void> {
  await page.evaluate((detail) => window.dispatchEvent(new CustomEvent('sanbao-dropped', { detail })), paths);
}

describe('files dropped on the window', () => {
  it('opens the first that is known and names every one of them', async () => {
    const page = await desk.open('#/today');
    await settled(page);
    await drop(page, ['D:\\下载\\照片.txt', 'D:\\下载\\回填.xlsx', 'E:\\答复.sanbao']);
    await page.getByText('没有动它').waitFor();
    await page.getByText('先逐行看，再收').waitFor();
    await expect.poll(() => page.url()).toContain('#/claims/sheet');
    await page.getByRole('grid').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '72-拖进文件.png') });
    const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze();
    expect(found.violations.map((one) => one.id)).toEqual([]);

    await page.getByRole('button', { name: '打开 答复.sanbao' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#/ledger/file');
    await expect.poll(() => box(page, '答复文件').inputValue()).toBe('E:\\答复.sanbao');
    await page.getByRole('button', { name: '收起 照片.txt' }).click();
    await expect.poll(() => page.getByText('没有动它').count()).toBe(0);
  });
});

// What must not cost money at the counter: nothing ticked by itself, nothing cut or counted as zero, nothing sent unasked.

import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string, options: WindowOptions = {}): Promise<void> {
  page = await desk.open(hash, options);
  await settled(page);
}

describe('今日', () => {
  it('money nobody knows is no zero, and the reason is read whole', async () => {
    await open('#/today');
    const late = page.locator('tbody tr', { hasText: '已超' });
    await late.filter({ hasText: '金额未知' }).first().waitFor();
    await expect.poll(() => page.locator('dl.numbers').innerText()).toMatch(/¥[\d,.]+ 起/);
    const cut = await page
      .locator('td.wrap > span')
      .evaluateAll((all) => all.filter((one) => one.scrollHeight > one.clientHeight + 2).length);
    expect(cut).toBe(0);
  });
});

describe('lists', () => {
  it('a day of this year is short, a long number shows its end, and the title has all of both', async () => {
    await open('#/sales');
    const row = page.locator('tbody tr').first();
    const day = row.locator('span[title*="年"]');
    expect([await day.innerText(), await day.getAttribute('title')]).toEqual([
      expect.stringMatching(/^\d+月\d+日$/),
      expect.stringMatching(/^2026年\d+月\d+日$/),
    ]);
    const number = row.locator('td.tail > span').last();
    expect(await number.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
    expect(await number.getAttribute('title')).toBe(await number.innerText());
    await expect.poll(() => page.locator('tfoot').innerText()).toMatch(/合计[\s\S]*[\d,]+\.\d\d/);
  });
});

describe('demonstration data', () => {
  it('is seen as such, and its mark lets every click through', async () => {
    await open('#/sales', { desk: 'demo' });
    await page.locator('header').getByText('演示数据').waitFor();
    const mark = page.locator('.mark');
    expect(Number(await mark.evaluate((one) => getComputedStyle(one).opacity))).toBeGreaterThan(0.1);
    await page.locator('tbody tr').first().click();
    await page.locator('aside h2').waitFor();
  });
});

describe('old parts', () => {
  it('what cannot go with the batch is named', async () => {
    await open('#/parts');
    const boxes = page.locator('tbody input[type=checkbox]');
    for (let i = 0; i < (await boxes.count()); i += 1) await boxes.nth(i).check();
    await page.getByRole('button', { name: '装批发运' }).click();
    await page.getByText(/请去掉别家的：华禾农机：A\d{4} .+；.+：A\d{4}/).waitFor();
  });

  it('a batch is asked for with its window, its sum and its money', async () => {
    await open('#/parts');
    await page.getByRole('button', { name: '在库' }).click();
    await page.locator('tbody input[type=checkbox]').first().click();
    await page.getByRole('button', { name: '装批发运' }).click();
    await box(page, '运单号').fill('SF1000338');
    await box(page, '发运日期').fill('今');
    await page.keyboard.press('Control+s');
    const question = page.getByRole('dialog');
    await question.getByText(/旧件 1 行，共 \d.* 件，价值共 ¥[\d,]+\.\d\d/).waitFor();
    await question.getByText(/最晚2026年12月31日 周四（示例）返厂/).waitFor();
    await question.getByText(/运单号 SF1000338/).waitFor();
    await question.getByRole('button', { name: '取消' }).press('Enter');
    await expect.poll(() => box(page, '运单号').inputValue()).toBe('SF1000338');
  });
});

describe('a repair', () => {
  it('is not ticked 保内 by itself, and a part outside the price list says so', async () => {
    await open('#/repairs/new');
    expect(await page.getByLabel('三包期内（保内）').isChecked()).toBe(false);
    await page.getByRole('button', { name: '加一个零件' }).click();
    const line = page.getByRole('listitem', { name: '第 1 个零件' });
    await box(line, '编码或名称').fill('1E8170X');
    await box(line, '货位').focus();
    await line.getByText('未在价目表中').waitFor();
    // The code itself, typed to its end, is the part.
    await box(line, '编码或名称').fill('1E81700');
    await box(line, '货位').focus();
    await expect.poll(() => box(line, '单价').inputValue()).toMatch(/\d\.\d\d$/);
    expect(await line.getByText('未在价目表中').count()).toBe(0);
  });
});

describe('a sale that is corrected', () => {
  it('shows the old value beside the new', async () => {
    await open('#/sales/edit/s-00001');
    const was = await box(page, '销售价格').inputValue();
    // Head office has this card: no day runs against it any more.
    await page.getByText('应返截止').waitFor();
    expect(
      await page
        .locator('main')
        .getByText(/还剩|已超/)
        .count(),
    ).toBe(0);
    await box(page, '销售价格').fill('12345');
    await box(page, '备注').focus();
    const changes = page.getByRole('list', { name: '这次改动' });
    await changes.getByRole('listitem').filter({ hasText: '销售价格' }).waitFor();
    await expect.poll(() => changes.innerText()).toBe(`销售价格：¥${was} → ¥12,345.00`);
  });
});

describe('the month', () => {
  it('one that is not over is said so before it is sent', async () => {
    await open('#/month');
    await page.getByText('2026年11月还没有结束').first().waitFor();
    await page.getByRole('button', { name: '报送总部' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('2026年11月还没有结束').waitFor();
    // Opened by a click, the dialog still shows where the keyboard is.
    const ring = (): Promise<string> =>
      question.evaluate((one) => {
        const held = document.activeElement;
        return held && one.contains(held) ? getComputedStyle(held).outlineStyle : 'outside';
      });
    await expect.poll(ring).toBe('solid');
    await question.getByRole('button', { name: '提前报送' }).click();
    await page.getByRole('grid', { name: '生成与报送记录' }).getByText('第 1 版').first().waitFor();
    await page.getByRole('button', { name: '上个月' }).click();
    await expect.poll(() => page.getByText('还没有结束').count()).toBe(0);
  });

  it('a register is looked at and exported by itself', async () => {
    await open('#/month');
    const register = page.getByRole('combobox', { name: '登记簿和其他表' });
    await register.focus();
    await register.selectOption({ label: 'W11 叫修登记簿' });
    await page.getByRole('tabpanel', { name: '叫修登记簿' }).waitFor();
    const sheets = page.getByRole('tablist', { name: '预览', exact: true });
    expect(await sheets.getByRole('tab', { selected: true }).count()).toBe(0);
    await page.getByRole('button', { name: '导出这张表' }).click();
    await page.getByText('已导出').waitFor();
    await page.getByRole('tab', { name: '维修月报表' }).click();
    await page.getByRole('tabpanel', { name: '维修月报表' }).waitFor();
    await expect.poll(() => register.inputValue()).toBe('');
  });

  it('a wide sheet keeps its number and its money in sight', async () => {
    await open('#/month');
    await page.locator('#sheet tbody td.money').first().waitFor();
    const seen = (what: string): Promise<boolean> =>
      page
        .locator(`#sheet tbody td.${what}`)
        .first()
        .evaluate((cell) => {
          const [own, sheet] = [
            cell.getBoundingClientRect(),
            cell.closest('.sheet')!.getBoundingClientRect(),
          ];
          return own.left >= sheet.left - 1 && own.right <= sheet.right + 1;
        });
    expect(await seen('money')).toBe(true);
    await page.locator('#sheet .sheet').evaluate((sheet) => sheet.scrollTo(10_000, 0));
    expect([await seen('first'), await seen('number'), await seen('money')]).toEqual([true, true, true]);
  });
});

describe('settings', () => {
  it('after a maker was saved the keyboard goes on at this maker', async () => {
    await open('#/settings/makers');
    const edit = page.getByRole('button', { name: /^修改/ }).last();
    const name = await edit.textContent();
    await edit.press('Enter');
    await box(page, '在厂家的账号').fill('DL-0731');
    await page.keyboard.press('Control+s');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent?.trim()))
      .toBe(name?.trim());
  });
});

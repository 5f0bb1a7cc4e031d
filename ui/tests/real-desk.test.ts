// The same pages over the real desk: SANBAO names the command line's binary, each command is one run of it.
// Without SANBAO there is nothing to test here; the window's own test drives the shell.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTEFACTS, box, openHouse, openWindow, settled, type House, type Window } from './harness';

const binary = process.env.SANBAO;
const LEDGER = [
  '购机日期,购机者姓名,联系电话,生产厂家,产品名称,购买机型,出厂编号,数量(台),单台销售价格(元)',
  '2026-10-20,冯艳,19900717470,华禾农机,轮式拖拉机,HH704,HH26B35536,1,76500',
  '2026-10-32,陈斌,19900578114,华禾农机,轮式拖拉机,HH704,HH26B35537,1,76500',
].join('\n');

describe.skipIf(!binary)('a first day on the real desk', () => {
  let house: House;
  let window: Window;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));

  beforeAll(async () => {
    writeFileSync(join(folder, '销售台账.csv'), LEDGER);
    house = await openHouse({ binary: binary ?? '', data: join(folder, 'data') });
    window = await openWindow(house, '#/today', { real: true });
    page = window.page;
  });
  afterAll(async () => {
    await house.close();
    rmSync(folder, { recursive: true });
  });
  const save = (): Promise<void> => page.keyboard.press('Control+s');
  /** Goes there, and waits for the heading: until the next page is ready the one before it stands there. */
  const place = async (hash: string, heading: string): Promise<void> => {
    await page.evaluate((to) => (location.hash = to), hash);
    await page.locator('main h1', { hasText: heading }).waitFor();
    await settled(page);
  };

  it('dealer, maker and start-of-use day, step by step', async () => {
    await page.getByRole('button', { name: '去做：填写经销商' }).click();
    await box(page, '经销商代码').fill('HB0732A');
    await box(page, '全称').fill('清河惠农农机有限公司');
    await save();
    await page.getByRole('button', { name: '去做：添加厂家' }).click();
    await page.getByRole('button', { name: '添加厂家' }).click();
    await box(page, '厂家代码').fill('HH');
    await box(page, '厂家名称').fill('华禾农机');
    await box(page, '政策包').fill('S0');
    await page.getByRole('option', { name: '农业机械' }).first().waitFor();
    await page.keyboard.press('Enter');
    await save();
    await page.getByText('华禾农机').last().waitFor();
    await place('#/settings/start', '设置');
    await box(page, '启用日').fill('2026-10-01');
    await page.getByRole('button', { name: '保存启用日' }).click();
    await page.getByText('现在是 2026年10月1日').waitFor();
  });

  it('a ledger is understood, read in, and what is refused says why', async () => {
    await place('#/archive/import', '导入');
    await box(page, '文件').fill(join(folder, '销售台账.csv'));
    await page.getByRole('button', { name: '读取并核对' }).click();
    await page.getByText('各项取自哪一列').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '40-真桌面-导入核对.png') });
    await page.getByRole('button', { name: '导入 1 行' }).click();
    await page.getByText('已导入 1 行').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '41-真桌面-导入结果.png') });
  });

  it('a sale with its card', async () => {
    await place('#/sales/new', '登记销售');
    await box(page, '购机者姓名').fill('古丽·买买提');
    await box(page, '联系电话').fill('19900578114');
    await box(page, '机型').fill('HH704');
    await box(page, '出厂编号').fill('ｈｈ26c00123');
    await box(page, '销售日期').fill('昨');
    await box(page, '销售价格').fill('76,500元');
    await page.getByText('应返截止').waitFor();
    await page.getByLabel('用户已签字').focus();
    await page.keyboard.press('Space');
    await page.screenshot({ path: join(ARTEFACTS, '42-真桌面-登记销售.png') });
    await save();
    await page.getByText(/已保存 .*（古丽·买买提）/).waitFor();
    await place('#/sales', '销售与回执卡');
    await page.locator('tr', { hasText: '古丽·买买提' }).click();
    await page.locator('aside').getByText('待报送').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '43-真桌面-销售.png') });
  });

  it('a repair with a part, tagged and submitted', async () => {
    await place('#/repairs/new', '登记维修');
    await box(page, '出厂编号').fill('HH26B35536');
    await expect.poll(() => box(page, '用户姓名').inputValue()).toBe('冯艳');
    await box(page, '报修日期').fill('昨');
    await box(page, '故障现象').fill('液压提升无力');
    // What only Rust knows is refused beside its field, and nothing typed is lost.
    await box(page, '完工日期').fill('20261001');
    await save();
    await page.getByText('还早').waitFor();
    const focused = await page.evaluate(() =>
      document.activeElement?.closest('[data-field]')?.getAttribute('data-field'),
    );
    expect([focused, await box(page, '故障现象').inputValue()]).toEqual(['completed_on', '液压提升无力']);
    await page.screenshot({ path: join(ARTEFACTS, '43b-真桌面-被拒.png') });
    await box(page, '完工日期').fill('今');
    // A model without its power has no period to be computed: nothing is ticked by itself, and the reason is said.
    await page.getByText('算不出三包期').waitFor();
    expect(await page.getByLabel('三包期内（保内）').isChecked()).toBe(false);
    await page.getByLabel('三包期内（保内）').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: '加一个零件' }).click();
    await box(page, '编码或名称').fill('液压油泵');
    await box(page, '单价').fill('620');
    await box(page, '货位').fill('A-01');
    await page.getByLabel('用户已签字').focus();
    await page.keyboard.press('Space');
    await page.screenshot({ path: join(ARTEFACTS, '44-真桌面-登记维修.png') });
    await page.getByRole('button', { name: '保存并提交' }).first().click();
    await page.getByText(/已保存并提交/).waitFor();
    await page.locator('aside').getByText('待报送').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '45-真桌面-维修.png') });
  });

  it('the old part is there, and so are the month, the ledger, the archive and the check-up', async () => {
    await place('#/parts', '旧件');
    await page.locator('tbody tr', { hasText: '液压油泵' }).click();
    await page.screenshot({ path: join(ARTEFACTS, '46-真桌面-旧件.png') });
    await place('#/month', '月报');
    await page.locator('#sheet table').first().waitFor();
    await page.getByRole('button', { name: '导出整月报表' }).click();
    await page.getByText('已导出 8 个文件').waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '47-真桌面-月报.png') });
    await place('#/ledger', '报送台账');
    await page.locator('tbody tr', { hasText: '待报送' }).first().waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '48-真桌面-台账.png') });
    await place('#/archive/units', '档案');
    await page.locator('tbody tr', { hasText: 'HH26B35536' }).click();
    await page.locator('aside', { hasText: '历史' }).waitFor();
    await page.screenshot({ path: join(ARTEFACTS, '49-真桌面-整机.png') });
    const csv = join(folder, '旧件.csv');
    await page.evaluate((path) => localStorage.setItem('chosen-path', path), csv);
    await place('#/parts', '旧件');
    await page.locator('tbody tr', { hasText: '液压油泵' }).waitFor();
    await page.getByRole('button', { name: '导出表格' }).click();
    // UTF-8 is offered first.
    const asked = page.getByRole('dialog', { name: 'CSV 文件的编码' });
    await asked.getByRole('radio', { name: /UTF-8/, checked: true }).waitFor();
    await asked.getByRole('button', { name: '导出' }).click();
    await page.getByText(/已导出 1 行/).waitFor();
    expect(readFileSync(csv, 'utf8')).toMatch(/^\ufeff旧件标签号,.*液压油泵/s);
    await place('#/settings/backup', '设置');
    await page.getByRole('button', { name: '立即备份' }).click();
    await page.getByText('已备份并核对').waitFor();
    await place('#/settings/about', '设置');
    await page.getByRole('button', { name: '自检', exact: true }).click();
    await page.getByText('数据库完整性').waitFor();
    await place('#/today', '今日');
    await page.screenshot({ path: join(ARTEFACTS, '50-真桌面-今日.png') });
    expect(window.complaints).toEqual([]);
  });
});

// Head office's console in a real browser: HEAD_OFFICE names its binary. Without it there is nothing to test here.

import { AxeBuilder } from '@axe-core/playwright';
import { spawn, execFileSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARTEFACTS } from './harness';

const binary = process.env.HEAD_OFFICE;
const PAGES: [string, string][] = [
  ['dealers', '经销商'],
  ['dealer?code=HB0732', '清河惠农农机'],
  ['records', '记录'],
  ['lookup?number=1', '查回执'],
  ['notices', '下发消息'],
  ['new-dealer', '登记经销商'],
  ['trail', '操作记录'],
  ['decide', '下发核定'],
  ['packs', '政策包和日历'],
  ['papers', '总部来文'],
  ['papers/write?form=price_list', '写：配件和维修收费价目'],
  ['clerks', '账号'],
  ['password', '改密码'],
  ['record?dealer=HB0732&id=none', '没有办成'],
];

describe.skipIf(!binary)("head office's console", () => {
  const folder = mkdtempSync(join(tmpdir(), 'office-'));
  const office = (...args: string[]): string =>
    execFileSync(binary ?? '', ['--data', folder, ...args], { encoding: 'utf8' }).trim();
  let server: ChildProcess;
  let browser: Browser;
  let url = '';
  let password = '';

  beforeAll(async () => {
    mkdirSync(ARTEFACTS, { recursive: true });
    office('init', '--principal', 'HH', '--name', '华禾农机');
    office('dealer', 'add', 'HB0732', '清河惠农农机');
    password = office('clerk', 'add', '王芳', '--role', 'admin');
    server = spawn(binary ?? '', ['--data', folder, 'serve', '--listen', '127.0.0.1:0']);
    const lines = createInterface({ input: server.stdout! });
    url = await new Promise((resolve) => lines.once('line', resolve));
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser.close();
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  });

  async function enter(colorScheme: 'light' | 'dark', complaints: string[]): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: 1366, height: 768 },
      colorScheme,
      locale: 'zh-CN',
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      const wanted = /status of (404|422)/.test(message.text());
      if (message.type() === 'error' && !wanted) complaints.push(message.text());
    });
    await page.goto(`${url}/`);
    await page.getByRole('heading', { name: '登录总部服务台' }).waitFor();
    await clean(page);
    await page.screenshot({ path: join(ARTEFACTS, `60-总部-登录-${colorScheme}.png`) });
    await page.getByLabel('账号').fill('王芳');
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '经销商', exact: true }).waitFor();
    return page;
  }

  async function clean(page: Page): Promise<void> {
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
      .analyze();
    const told = found.violations.map(
      (v) => `${page.url()} ${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`,
    );
    expect(told).toEqual([]);
  }

  it.each(['light', 'dark'] as const)('every page is clean, %s', async (scheme) => {
    const complaints: string[] = [];
    const page = await enter(scheme, complaints);
    for (const [path, heading] of PAGES) {
      await page.goto(`${url}/console/${path}`);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await clean(page);
      const name = path.split('?')[0]?.replace('/', '-');
      await page.screenshot({ path: join(ARTEFACTS, `61-总部-${name}-${scheme}.png`), fullPage: true });
    }
    expect(complaints).toEqual([]);
  });

  const pack = (version: string, days: number): string =>
    JSON.stringify({
      format: 2,
      pack: 'HH-farm',
      kind: 'contract',
      version,
      title: '华禾农机经销商合同',
      effective_from: '2026-12-01',
      deadlines: [{ key: 'card.to_ho', add: { n: days, unit: 'day' }, source: '合同第三条' }],
    });
  const DECIDED =
    '编号：HB0732-HX-2610-A0001\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\n' +
    'WX-1,236.00,236.00,,,刘审\nWX-2,236.00,300.00,,,\n';

  it('a pack and decisions are looked at, refused or sent, and every look is clean', async () => {
    const complaints: string[] = [];
    const page = await enter('light', complaints);
    const file = (label: string, name: string, text: string): Promise<void> =>
      page.getByLabel(label).setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
    const look = async (text: string): Promise<void> => {
      await page.goto(`${url}/console/packs`);
      await file('文件：政策包或日历', 'pack.json', text);
      await page.getByRole('button', { name: '先看一看' }).press('Enter');
    };
    await look('姓名,电话');
    await page.getByText('文件不是 JSON').waitFor();
    await clean(page);
    await look(pack('2026.1', 20));
    await page.getByText('以前没有下发过').waitFor();
    await clean(page);
    await page.getByRole('button', { name: '下发给 1 家经销商' }).press('Enter');
    await page.getByText('已下发给 1 家经销商').waitFor();
    await look(pack('2026.1', 20));
    await page.getByText('都已经有这一份了').waitFor();
    await look(pack('2026.2', 15));
    await page.getByRole('cell', { name: '15', exact: true }).waitFor();
    await clean(page);
    await page.screenshot({ path: join(ARTEFACTS, '63-总部-政策包改了什么.png'), fullPage: true });

    await page.goto(`${url}/console/decide`);
    await file('填好的工作簿', '核定.csv', DECIDED);
    await page.getByRole('button', { name: '先看一看' }).press('Enter');
    await page.getByText('核定金额应当不超过申请金额').waitFor();
    await clean(page);
    await page.screenshot({ path: join(ARTEFACTS, '64-总部-核定逐行.png'), fullPage: true });
    expect(complaints).toEqual([]);
  });

  it('an account is opened from the page; a form outlives its session; nothing runs off the side at 200 %', async () => {
    const complaints: string[] = [];
    const page = await enter('light', complaints);
    await page.goto(`${url}/console/clerks`);
    await page.getByLabel('账号（登录用的名字）').fill('李会计');
    await page.keyboard.press('Enter');
    await page.getByText('「李会计」的密码').waitFor();
    await clean(page);
    await page.getByText('改「李会计」').press('Enter');
    await page.getByRole('button', { name: '停用账号' }).waitFor();
    await clean(page);

    await page.goto(`${url}/console/notices`);
    await page.getByLabel('经销商代码').fill('全部');
    await page.getByLabel('标题').fill('春耕备件');
    await page.getByLabel('正文').fill('第一行\n第二行');
    const other = await page.context().newPage();
    await other.goto(`${url}/console/trail`);
    await other.getByRole('button', { name: '退出' }).press('Enter');
    await other.getByRole('heading', { name: '登录总部服务台' }).waitFor();
    await other.close();
    await page.getByRole('button', { name: '下发', exact: true }).press('Enter');
    await page.getByText('刚才填的内容还在').waitFor();
    await clean(page);
    await page.getByLabel('账号').fill('王芳');
    await page.getByLabel('密码').fill(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '刚才没有提交的表单' }).waitFor();
    await page.getByText('第二行').waitFor();
    await clean(page);
    await page.getByRole('button', { name: '现在提交' }).press('Enter');
    await page.getByText('已下发给 1 家经销商').waitFor();

    await page.setViewportSize({ width: 683, height: 384 });
    for (const [path] of PAGES) {
      await page.goto(`${url}/console/${path}`);
      const over = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return scrollWidth - clientWidth;
      });
      expect([path, over]).toEqual([path, 0]);
    }
    expect(complaints).toEqual([]);
  });

  it('a notice, a refusal, a code and a file, by keyboard and by name', async () => {
    const complaints: string[] = [];
    const page = await enter('light', complaints);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    await page.getByRole('link', { name: '下发消息' }).click();
    await page.getByRole('heading', { name: '下发消息' }).waitFor();
    await page.getByLabel('标题').fill('春耕备件');
    await page.getByRole('button', { name: '下发' }).click();
    await page.getByText('给所有经销商，写“全部”。').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('dealer');
    await page.keyboard.type('全部');
    await page.getByRole('button', { name: '下发' }).click();
    await page.getByText('这一栏要填。').waitFor();
    await clean(page);
    await expect.poll(() => page.getByLabel('标题').inputValue()).toBe('春耕备件');
    await page.getByLabel('正文').fill('请核对库存。');
    await page.getByRole('button', { name: '下发' }).click();
    await page.getByText('已下发给 1 家经销商').waitFor();

    await page.goto(`${url}/console/dealer?code=HB0732`);
    await page.getByRole('button', { name: '发一次性代码' }).click();
    await page.getByText('15 分钟内有效').waitFor();
    await clean(page);
    expect(await page.locator('.big').textContent()).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await page.screenshot({ path: join(ARTEFACTS, '62-总部-一次性代码.png') });

    await page.getByRole('link', { name: '经销商', exact: true }).click();
    await page.getByRole('heading', { name: '经销商', exact: true }).waitFor();
    const coming = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出 CSV' }).click();
    const file = await coming;
    expect(file.suggestedFilename()).toMatch(/^经销商-\d{8}\.csv$/);
    expect(readFileSync(await file.path(), 'utf8')).toContain('清河惠农农机');
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('heading', { name: '登录总部服务台' }).waitFor();
    expect(complaints).toEqual([]);
  });
});

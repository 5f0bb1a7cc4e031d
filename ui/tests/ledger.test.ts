// The submission ledger by keyboard: the honest line leads to what it names, the filters count, what came back is mended at
// its field or goes again, and the way to head office is set.

import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, complains, push, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `84-报送-${name}.png`) });
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid', { name: '报送台账' }).locator('tbody tr');
const line = (): Locator => page.locator('header a.sync');
const filter = (word: string): Locator =>
  page.getByRole('group', { name: '筛选' }).getByRole('button', { name: new RegExp(`^${word}`) });
async function open(hash: string, of?: string): Promise<void> {
  page = await desk.open(hash, of ? { desk: of } : {});
  await settled(page);
}
/** Shown lines of a filter, which must be as many as its button says. */
async function counted(word: string): Promise<number> {
  await filter(word).focus();
  await press('Enter');
  await expect.poll(() => filter(word).getAttribute('aria-pressed')).toBe('true');
  const said = Number(await filter(word).locator('.count').innerText());
  await expect.poll(() => rows().count()).toBe(said);
  return said;
}

describe('the honest line and its ledger', () => {
  it('leads from the line to what it names, and says a change to who listens', async () => {
    await open('#/today');
    expect(await line().innerText()).toMatch(/条被退回/);
    expect(await line().getAttribute('class')).toContain('bad');
    const told = page.locator('header [role=status]');
    expect(await told.innerText()).toMatch(/条被退回/);
    await line().focus();
    await press('Enter');
    await settled(page);
    await expect.poll(() => filter('被退回').getAttribute('aria-pressed')).toBe('true');
    await rows().first().waitFor();
    const refused = await rows().count();
    expect(await line().innerText()).toMatch(new RegExp(`^${refused} 条被退回`));
    await picture('被退回');
    expect(await complains(page)).toEqual([]);
  });

  it('counts each filter as it shows it, by kind, month and number too', async () => {
    await open('#/ledger');
    await rows().first().waitFor();
    const [waiting, refused] = [await counted('待报送'), await counted('被退回')];
    expect(waiting).toBeGreaterThan(0);
    expect(await counted('未送达')).toBe(waiting + refused);
    await page.getByLabel('类别').selectOption('repair');
    await expect.poll(() => rows().count()).toBe(0);
    await page.getByText('没有符合条件的记录').waitFor();
    await page.getByLabel('类别').selectOption('');
    const no = (await rows().first().locator('td').nth(2).innerText()).trim();
    await page.getByLabel('搜索报送台账').fill(no);
    await expect.poll(() => rows().count()).toBe(1);
    await expect.poll(() => filter('全部').locator('.count').innerText()).toBe('1');
    await page.getByLabel('搜索报送台账').fill('');
    await filter('全部').press('Enter');
    await rows().first().waitFor();
    await picture('筛选');
    expect(await complains(page)).toEqual([]);
  });

  it('opens what came back at the very field, and sends again what was no mistake', async () => {
    await open('#/ledger');
    await counted('被退回');
    await rows().first().focus();
    await press('ArrowDown');
    await panel().getByText('总部指出的项：发动机号').waitFor();
    await picture('退回的一行');
    expect(await complains(page)).toEqual([]);
    await push(page, panel(), '打开改正');
    await expect.poll(() => page.url()).toContain('#/sales/edit/');
    await settled(page);
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field')),
      )
      .toBe('unit.engine_no');
    await page.goBack();
    await settled(page);
    const before = await counted('被退回');
    await rows().first().focus();
    await press('ArrowDown');
    await push(page, panel(), '照原样再报一次');
    await page
      .getByText(/已重新排队报送/)
      .first()
      .waitFor();
    await expect.poll(() => filter('被退回').locator('.count').innerText()).toBe(String(before - 1));
  });

  it("tells a refusal for want of consent as nobody's mistake, and a clock by how much it is off", async () => {
    await open('#/ledger', 'consent');
    await page.getByText('本机比总部快 7 分 12 秒').waitFor();
    await counted('被退回');
    await page.getByRole('grid', { name: '报送台账' }).getByText('用户没有同意').first().click();
    await panel().getByText('用户没有同意提供').waitFor();
    await panel()
      .getByText(/可以这样问用户/)
      .waitFor();
    await picture('没有同意');
    expect(await complains(page)).toEqual([]);
  });

  it('says that there is no network, and when it tries again', async () => {
    await open('#/ledger', 'offline');
    expect(await line().innerText()).toMatch(/^没有网络，\d+ 条在本机$/);
    await page
      .getByText(/下次 \d\d:\d\d 自动再试/)
      .first()
      .waitFor();
    await picture('没有网络');
    expect(await complains(page)).toEqual([]);
    await press('F6');
    await page
      .getByText(/已和总部核对一遍/)
      .first()
      .waitFor();
    await expect.poll(() => line().innerText()).toMatch(/^全部已报送/);
    await expect.poll(() => page.locator('header [role=status]').innerText()).toMatch(/^全部已报送/);
  });
});

describe('the way to head office', () => {
  it('takes a proxy by hand and never shows its password again', async () => {
    await open('#/settings/network');
    await box(page, '怎么连到总部').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await press(key);
    await box(page, '代理服务器地址').fill('proxy');
    await box(page, '用户名').fill('wang');
    await box(page, '密码').fill('a secret');
    await push(page, page, '保存');
    await page.getByText('写成 proxy.example.com:8080 这样').first().waitFor();
    await box(page, '代理服务器地址').fill('proxy.corp:8080');
    await push(page, page, '保存');
    await page.getByText('网络设置已保存').first().waitFor();
    await page.getByText('已存有密码，不改就空着').waitFor();
    expect(await box(page, '密码').inputValue()).toBe('');
    expect(await page.content()).not.toContain('a secret');
    await picture('代理');
    expect(await complains(page)).toEqual([]);
  });

  it('shows an authority by name and fingerprint before it is added, and lets it go again', async () => {
    await open('#/settings/network');
    await box(page, '证书文件').fill('/home/clerk/照片.jpg');
    await push(page, page, '看看里面');
    await page.getByText('这个文件里没有证书').first().waitFor();
    await box(page, '证书文件').fill('/home/clerk/公司根证书.pem');
    await push(page, page, '看看里面');
    await page.getByText('惠农公司根证书，惠农公司').waitFor();
    await page.getByText(/^00:25:4A/).waitFor();
    await picture('根证书');
    expect(await complains(page)).toEqual([]);
    await push(page, page, '指纹核对过了，加上');
    const added = page.getByRole('list', { name: '加上的根证书' }).getByRole('listitem');
    await expect.poll(() => added.count()).toBe(1);
    await added.getByRole('button').press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: '去掉', exact: true }).press('Enter');
    await page.getByText('没有另外加的').waitFor();
  });
});

// What a clerk found wrong at the window, each as it must be.

import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { box, settled, useHouse, type WindowOptions } from './harness';

const desk = useHouse();
let page: Page;

async function open(hash: string, heading: string, options: WindowOptions = {}): Promise<void> {
  page = await desk.open(hash, options);
  await page.locator('main h1', { hasText: heading }).waitFor();
  await settled(page);
}

describe('two windows on one sale', () => {
  it('the other’s price comes in, what is typed here stays, and a second save goes through', async () => {
    await open('#/sales/edit/s-00001', '修改销售', { desk: 'two' });
    await box(page, '购机者姓名').fill('刘玉梅');
    const reason = box(page, '修改原因');
    if (await reason.count()) await reason.fill('姓名写错');
    await page.keyboard.press('Control+s');
    await page.getByText(/销售价格：由 ¥[\d,.]+ 改成 ¥75,000\.00/).waitFor();
    expect([await box(page, '购机者姓名').inputValue(), await box(page, '销售价格').inputValue()]).toEqual([
      '刘玉梅',
      '75,000.00',
    ]);
    await page.keyboard.press('Control+s');
    await page.getByText(/已保存 .*（刘玉梅）/).waitFor();
  });
});

describe('the model box', () => {
  it('part of a known model and Enter is that model; a new one is a line that says so', async () => {
    await open('#/sales/new', '登记销售与回执卡');
    const model = box(page, '机型');
    await model.pressSequentially('70');
    await page.keyboard.press('Enter');
    await expect.poll(() => model.inputValue()).toBe('HH704');
    await expect.poll(() => box(page, '厂家').inputValue()).toBe('华禾农机');
    expect(await page.getByText('新机型，请补产品名称').count()).toBe(0);
    await model.fill('XX9');
    await page.getByRole('option', { name: '按新机型“XX9”登记' }).waitFor();
    await model.press('Enter');
    await page.getByText('新机型，请补产品名称').waitFor();
    // A period may hang on it, so it is asked for with the model.
    await box(page, '功率（kW）').waitFor();
  });

  it('a restored draft knows its model', async () => {
    await open('#/sales/new', '登记销售与回执卡');
    await box(page, '购机者姓名').fill('刘玉梅');
    await box(page, '机型').pressSequentially('HH704');
    await page.keyboard.press('Tab');
    await expect.poll(() => page.evaluate(() => localStorage.getItem('draft:sale') ?? '')).toContain('HH704');
    await page.reload();
    await page.getByText('未保存的草稿').waitFor();
    await page.getByText('轮式拖拉机').first().waitFor();
    expect(await page.getByText('新机型，请补产品名称').count()).toBe(0);
  });
});

describe('one card', () => {
  it('is taken in with its day and the consent asked, as a pile is', async () => {
    await open('#/sales/list/s-00001', '销售与回执卡');
    await page.getByRole('button', { name: '待收回' }).click();
    await page.locator('tbody tr').first().click();
    await page.locator('aside').getByRole('button', { name: '收回签字卡' }).click();
    const dialog = page.getByRole('dialog');
    await box(dialog, '收回日期').waitFor();
    await box(dialog, '用户同意').fill('都同意');
    await box(dialog, '用户同意').press('Enter');
    await dialog.getByRole('button', { name: '收回 1 张' }).click();
    await page.getByText('已收回签字卡').waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  it('sold before the first day of use does not say that it goes to head office', async () => {
    await open('#/sales/new', '登记销售与回执卡');
    await page.getByText('勾上后，这张卡保存即排队报送总部').waitFor();
    await box(page, '销售日期').fill('2020-01-02');
    await box(page, '销售日期').press('Enter');
    await page.getByText('保存为“启用前已办”，不催，也不报送').waitFor();
    expect(await page.getByText('勾上后，这张卡保存即排队报送总部').count()).toBe(0);
  });
});

describe('many cards at once', () => {
  it('day and consent are asked once, and what stays behind says why', async () => {
    await open('#/sales', '销售与回执卡');
    await page.getByRole('checkbox', { name: '全选' }).click();
    await page.getByRole('button', { name: '收回签字卡…' }).click();
    const dialog = page.getByRole('dialog');
    await box(dialog, '用户同意').fill('都同意');
    await box(dialog, '用户同意').press('Enter');
    await dialog.getByRole('button', { name: /^收回 \d+ 张/ }).click();
    await dialog.getByText(/已收回 \d+ 张，\d+ 张没有收回/).waitFor();
    await expect
      .poll(() => dialog.getByRole('listitem').first().innerText())
      .toMatch(/HB0732A-HZ-.*不能收回/);
    await dialog.getByRole('button', { name: '关闭' }).click();
    await page.getByText(/已选 \d+ 张/).waitFor();
  });
});

describe('a batch of old parts', () => {
  it('is asked about once, shows its waybill afterwards, and is corrected with a reason', async () => {
    await open('#/parts', '旧件');
    await page.getByRole('button', { name: '在库' }).click();
    await page.locator('tbody input[type=checkbox]').first().click();
    await page.getByRole('button', { name: '装批发运' }).click();
    await box(page, '运单号').fill('SF1000338');
    await box(page, '发运日期').fill('今');
    await page.keyboard.press('Control+s');
    const asked = page.getByRole('dialog', { name: '发运这一批旧件？' });
    await asked.getByText('SF1000338').waitFor();
    await asked.getByRole('button', { name: '确认发运' }).click();
    const row = page.locator('tbody tr', { hasText: 'SF1000338' });
    await row.click();
    const panel = page.locator('aside');
    await panel.getByText('SF1000338').waitFor();
    await panel.getByRole('button', { name: '更正运单' }).click();
    await box(panel, '运单号').fill('SF1000339');
    await panel.getByRole('button', { name: '保存' }).click();
    await panel.getByText('更正原因没有填').waitFor();
    await box(panel, '更正原因').fill('抄错一位');
    await panel.getByRole('button', { name: '保存' }).click();
    await page.locator('tbody tr', { hasText: 'SF1000339' }).waitFor();
  });
});

describe('a repair', () => {
  it('is proposed in warranty with the reason, until the clerk says otherwise', async () => {
    await open('#/archive/units/u-00002', '档案');
    const title = page.locator('aside h2');
    await expect.poll(() => title.innerText()).not.toBe('');
    const serial = await title.innerText();
    await page.goto(desk.url('#/repairs/new'));
    await page.locator('main h1', { hasText: '登记维修' }).waitFor();
    const tick = page.getByLabel('三包期内（保内）');
    expect(await tick.isChecked()).toBe(false);
    await box(page, '出厂编号').fill('XX990001');
    await box(page, '报修日期').fill('今');
    await page.getByText('按三包规则是保外').waitFor();
    expect(await tick.isChecked()).toBe(false);
    await box(page, '出厂编号').fill(serial);
    await page.getByText('按三包规则在保内').waitFor();
    await expect.poll(() => tick.isChecked()).toBe(true);
    await tick.focus();
    await page.keyboard.press('Space');
    await box(page, '报修日期').fill('昨');
    await box(page, '故障部位').fill('液压油泵');
    await page.waitForFunction(() => document.body.textContent?.includes('按三包规则在保内'));
    expect(await tick.isChecked()).toBe(false);
  });

  it('says that the machine keeps its model, and prices parts for who pays', async () => {
    await open('#/archive/units/u-00002', '档案');
    const title = page.locator('aside h2');
    await expect.poll(() => title.innerText()).not.toBe('');
    const serial = await title.innerText();
    await page.goto(desk.url('#/repairs/new'));
    await page.locator('main h1', { hasText: '登记维修' }).waitFor();
    await box(page, '出厂编号').fill(serial);
    await expect.poll(() => box(page, '机型').inputValue()).not.toBe('');
    await box(page, '报修日期').fill('今');
    await box(page, '机型').fill('HH999');
    await page.locator('[data-field="unit.model"]', { hasText: '维修单不改机型' }).waitFor();
    await page.getByRole('button', { name: '加一个零件' }).click();
    const row = page.getByRole('listitem', { name: '第 1 个零件' });
    await box(row, '编码或名称').pressSequentially('1E81700');
    await row.locator('[role=option]', { hasText: '1E81700' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const price = async (): Promise<number> =>
      Number((await box(row, '单价').inputValue()).replace(/[^\d.]/g, ''));
    await expect.poll(price).toBeGreaterThan(0);
    const tick = page.getByLabel('三包期内（保内）');
    const inside = await tick.isChecked();
    const before = await price();
    await tick.focus();
    await page.keyboard.press('Space');
    await expect.poll(price).toBeCloseTo(inside ? before * 1.25 : before / 1.25, 2);
  });

  it('that is done and signed waits to be submitted', async () => {
    await open('#/repairs/edit/r-00002', '修改维修单');
    await page.getByLabel('用户已签字').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Control+s');
    await page.locator('aside').getByText('待提交').waitFor();
    await page.locator('tbody tr', { hasText: '待提交' }).waitFor();
  });
});

describe('the month', () => {
  it('says that what is shown is what is sent, and when it is not', async () => {
    await open('#/month', '月报');
    await page.getByText('预览、导出的文件和报送总部的完全相同').waitFor();
    await page.getByLabel('自用完整版').focus();
    await page.keyboard.press('Space');
    await page.getByText('请勿外传').waitFor();
  });
});

describe('a list longer than a page', () => {
  it('says how many there are, and the last row leads on to the next', async () => {
    await open('#/sales', '销售与回执卡', { desk: 'many' });
    await page.getByText('前 200 行，共 230 行').waitFor();
    await page.locator('tbody tr').first().focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await page.getByText('共 230 行', { exact: true }).waitFor();
    await page.waitForFunction(
      () => document.activeElement === document.querySelectorAll('tbody tr').item(200),
    );
  });
});

describe('今日', () => {
  it('has one number, beside its name and on its page', async () => {
    await open('#/today', '今日');
    const named = page.locator('dl.numbers div').filter({ has: page.locator('dt', { hasText: /^待办$/ }) });
    const onPage = named.locator('dd');
    const badge = page.getByRole('link', { name: /今日/ }).locator('.count');
    for (const maker of ['', 'JS']) {
      await page.locator('header select').selectOption(maker);
      await expect
        .poll(async () => `${await onPage.innerText()} 件待办`)
        .toBe((await badge.innerText()).replace(/\s+/g, ' '));
    }
  });

  it('leads to what head office sent, until it is read', async () => {
    await open('#/ledger/inbox', '报送台账');
    const tab = page.getByRole('tab', { name: /^收到/ });
    await expect.poll(() => tab.innerText()).toBe('收到2');
    await page.locator('tbody tr').first().press('Enter');
    await page.getByRole('button', { name: '标为已读' }).click();
    await expect.poll(() => tab.innerText()).toBe('收到1');
  });

  it('keeps the guided path until its last step', async () => {
    await open('#/settings/dealer', '设置', { empty: true });
    await box(page, '经销商代码').fill('HB0732A');
    await box(page, '全称').fill('清河惠农农机有限公司');
    await page.keyboard.press('Control+s');
    await page.getByText('经销商资料已保存').waitFor();
    await page.keyboard.press('Alt+1');
    await page.getByRole('heading', { name: '开始使用' }).waitFor();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: '已完成' }).count()).toBe(1);
    await page.getByRole('button', { name: '去做：添加厂家' }).waitFor();
  });
});

describe('Ctrl+S in the settings', () => {
  it('saves every part of the page somebody typed in', async () => {
    await open('#/settings/dealer', '设置');
    await box(page, '周一至周五').fill('8:00-18:00');
    await page.keyboard.press('Control+s');
    await page.getByText('营业时间已保存').waitFor();
    expect(await page.getByText('经销商资料已保存').count()).toBe(0);
    await box(page, '周一至周五').fill('8:30-18:00');
    await box(page, '简称').fill('惠农');
    await page.keyboard.press('Control+s');
    await page.getByText('经销商资料已保存').waitFor();
    // The last sentence takes the place of the one before: the page says whether both were kept.
    await page.evaluate(() => (location.hash = '#/today'));
    await page.getByRole('heading', { name: '今日', exact: true }).waitFor();
    await page.evaluate(() => (location.hash = '#/settings/dealer'));
    await expect.poll(() => box(page, '周一至周五').inputValue()).toBe('8:30-18:00');
    expect(await box(page, '简称').inputValue()).toBe('惠农');
  });

  it('saves the first day of use', async () => {
    await open('#/settings/start', '设置');
    await box(page, '启用日').fill('2026-10-01');
    await page.keyboard.press('Control+s');
    await page.getByText('启用日已保存').waitFor();
  });
});

describe('enrolling at a head office', () => {
  it('is refused beside the field it is about, and that stays there', async () => {
    await open('#/settings/enrol', '设置');
    await box(page, '总部地址').fill('https://ho.example.com');
    await box(page, '一次性代码').fill('ab');
    await page.keyboard.press('Control+s');
    await page.locator('[data-field="code"]', { hasText: '已用过或已过期' }).waitFor();
    expect(await page.locator('.toast').count()).toBe(0);
  });

  it('asks before a code of another dealer counts', async () => {
    for (const yes of [false, true]) {
      await open('#/settings/enrol', '设置');
      const asks = page.getByRole('dialog', { name: '总部认得的是另一个经销商' });
      await box(page, '总部地址').fill('https://dealer-differs.example.com');
      await box(page, '一次性代码').fill('0410-6105-6HTG-Z65X');
      await page.keyboard.press('Control+s');
      await asks.getByText('总部认得的是 HN0395 漯河丰收农机').waitFor();
      if (yes) await asks.getByRole('button', { name: '核对过了，照样登记' }).click();
      else await page.keyboard.press('Escape');
      await asks.waitFor({ state: 'detached' });
      if (yes) await page.getByText('总部认得本店为 HN0395 漯河丰收农机').waitFor();
      expect(await page.locator('.toast', { hasText: '开始报送' }).count()).toBe(yes ? 1 : 0);
    }
  });

  it('another head office takes a maker’s place only when somebody says so', async () => {
    for (const yes of [false, true]) {
      await open('#/settings/enrol', '设置');
      const asks = page.getByRole('dialog', { name: '厂家换了总部？' });
      await box(page, '总部地址').fill('https://another.example.com');
      await box(page, '一次性代码').fill('0410-6105-6HTG-Z65X');
      await page.keyboard.press('Control+s');
      await asks.getByText('c9f1 2e07 88aa 4b13').waitFor();
      if (yes) await asks.getByRole('button', { name: '密钥核对过，改在这里登记' }).click();
      else await page.keyboard.press('Escape');
      await asks.waitFor({ state: 'detached' });
      expect(await page.locator('.toast', { hasText: '开始报送' }).count()).toBe(yes ? 1 : 0);
    }
  });

  it('takes a whole line that is pasted, with a blank in the place of its sign', async () => {
    await open('#/settings/enrol', '设置');
    await page.evaluate(() => navigator.clipboard.writeText('https://ho.example.com 0410-6105-6HTG-Z65X'));
    await box(page, '总部地址').focus();
    await page.keyboard.press('Control+v');
    await expect.poll(() => box(page, '总部地址').inputValue()).toBe('https://ho.example.com');
    expect(await box(page, '一次性代码').inputValue()).toBe('0410-6105-6HTG-Z65X');
  });

  it('takes the whole line of head office in either field', async () => {
    for (const label of ['总部地址', '一次性代码']) {
      await open('#/settings/enrol', '设置');
      await box(page, label).focus();
      // As a scanner types it: letter by letter, then Enter.
      await page.keyboard.type('https://ho.example.com/#0410-6105-6HTG-Z65X');
      await page.keyboard.press('Enter');
      await expect.poll(() => box(page, '总部地址').inputValue()).toBe('https://ho.example.com');
      expect(await box(page, '一次性代码').inputValue()).toBe('0410-6105-6HTG-Z65X');
    }
  });
});

// 登记簿 in the window: every register is filled by keyboard alone, whatever its form is made of.

import { describe, expect, it } from 'vitest';
import { AxeBuilder } from '@axe-core/playwright';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { ARTEFACTS, box, settled, useHouse } from './harness';

const desk = useHouse();
let page: Page;

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const type = (text: string): Promise<void> => page.keyboard.type(text);
const picture = (name: string): Promise<unknown> =>
  page.screenshot({ path: join(ARTEFACTS, `90-登记簿-${name}.png`) });
const form = (): Locator => page.locator('form').first();
const panel = (): Locator => page.locator('aside');
const rows = (): Locator => page.getByRole('grid').locator('tbody tr');
/** The label of the field the hand is in. */
const inHand = (): Promise<string> =>
  page.evaluate(() => {
    const field = document.activeElement?.closest('.field');
    return field?.querySelector('label')?.childNodes[0]?.textContent?.trim() ?? '';
  });
const heading = (): Promise<string> => page.locator('main h1').innerText();

async function open(hash: string, ready: string, options = {}): Promise<void> {
  page = await desk.open(hash, options);
  await settled(page);
  await box(page, ready).waitFor();
}
/** Types into the field the hand is in, once it is that one, and goes on. */
async function fill(label: string, text: string): Promise<void> {
  await expect.poll(inHand).toBe(label);
  await type(text);
  await press('Enter');
}
const complains = async (): Promise<string[]> => {
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'])
    .analyze();
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
};

describe('the place', () => {
  it('Alt+0 opens it, its search narrows it, ↓ and Enter open a register', async () => {
    page = await desk.open('#/today');
    await press('Alt+0');
    await page.getByRole('heading', { name: '登记簿' }).waitFor();
    await page.getByRole('link', { name: /客户投诉登记反馈表/ }).waitFor();
    await type('日报');
    await expect.poll(() => page.locator('main ul a').count()).toBe(1);
    await press('ArrowDown');
    await press('Enter');
    await expect.poll(heading).toBe('技术员工作日报表');
  });

  it('says what to do where nothing fits and where there is no register at all', async () => {
    page = await desk.open('#/registers');
    await page.getByRole('link', { name: /客户意见卡/ }).waitFor();
    await type('没有这个');
    await page.getByText('没有这样的登记簿').waitFor();
    page = await desk.open('#/registers', { empty: true });
    await page.getByRole('button', { name: '去看政策包' }).waitFor();
  });
});

describe('a register', () => {
  it('is searched, narrowed by state and by what its form says, and opens an entry beside it', async () => {
    page = await desk.open('#/registers/complaint');
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByRole('button', { name: '处理中' }).click();
    await expect.poll(() => rows().count()).toBe(1);
    await page.getByRole('button', { name: '全部', exact: true }).click();
    await page.getByLabel('投诉类别').selectOption({ label: '服务' });
    await expect.poll(() => rows().allInnerTexts()).toHaveLength(1);
    await page.getByLabel('投诉类别').selectOption({ label: '投诉类别' });
    await page.getByLabel('搜索登记').fill('异响');
    await expect.poll(() => rows().count()).toBe(1);
    await press('ArrowDown');
    await press('Enter');
    await panel().getByText('上周犁地时变速箱响得厉害').waitFor();
    expect(page.url()).toContain('#/registers/complaint/e-');
    await press('Escape');
    await expect.poll(() => panel().count()).toBe(0);
  });

  it('sums what adds up and goes into a file as it is narrowed', async () => {
    page = await desk.open('#/registers/complaint');
    await page.getByRole('grid').locator('tfoot').getByText('¥1,800.00').waitFor();
    await page.getByRole('button', { name: '导出表格…' }).click();
    await page.getByText('已导出').waitFor();
  });

  it('that nobody wrote into says how its first entry comes', async () => {
    page = await desk.open('#/registers/technician_day');
    await page.getByText('还没有技术员工作日报表').waitFor();
    await page.getByText('当天的维修和用料从登记里取来').waitFor();
    await press('Control+n');
    await expect.poll(heading).toBe('登记 技术员工作日报表');
  });
});

describe('a complaint', () => {
  it('is filled by keyboard alone: what a record offers, what a kind asks for, saved, assigned', async () => {
    await open('#/registers/complaint//new', '投诉人');
    await expect.poll(inHand).toBe('档案里的用户');
    await type('赵桂珍');
    await form().locator('li[role=option]:visible').first().waitFor();
    await press('Enter');
    await expect.poll(() => box(page, '投诉人').inputValue()).toBe('赵桂珍');
    expect(await box(page, '联系电话').inputValue()).toMatch(/^199\d{8}$/);
    await expect.poll(inHand).toBe('投诉人');
    await press('Enter');
    await press('Enter');
    await press('Enter');
    await expect.poll(inHand).toBe('投诉日期');
    expect(await box(page, '投诉日期').inputValue()).toBe('2026-11-21');
    await fill('投诉日期', '昨');
    expect(await box(page, '投诉日期').inputValue()).toBe('2026-11-20');
    await expect.poll(inHand).toBe('投诉途径');
    await type('2');
    await expect.poll(inHand).toBe('投诉类别');
    expect(await form().getByLabel('故障日期').count()).toBe(0);
    await type('1');
    await fill('投诉事项', '漏油');
    await fill('投诉内容', '停一夜地上一滩');
    await form().getByRole('heading', { name: '机具' }).waitFor();
    await picture('投诉');
    await press('Control+s');
    await form().getByText('故障日期没有填').waitFor();
    await fill('故障日期', '11-19');
    await fill('已作业', '12.5');
    await fill('客户自报损失', '300元');
    await press('Control+s');
    await panel().getByText('停一夜地上一滩').waitFor();
    expect(await panel().innerText()).toContain('12.5 小时');
    expect(await panel().innerText()).toContain('来店');

    await panel().getByRole('button', { name: '指派' }).focus();
    await press('Enter');
    await fill('责任人', '陈伟');
    await fill('应答复日期', '20261124');
    await press('Enter');
    await panel().getByText('已受理 → 处理中').waitFor();
    expect(await panel().innerText()).toContain('2026年11月24日');
  });

  it('that the customer does not accept opens the next one with what it carries over', async () => {
    page = await desk.open('#/registers/complaint/e-00001');
    await panel().getByRole('button', { name: '答复客户' }).click();
    await box(panel(), '答复客户的话').fill('换过轴承');
    await press('Control+s');
    await panel().getByRole('button', { name: '客户不认可，另立一件' }).click();
    await box(panel(), '原因').fill('还在响');
    await press('Control+s');
    await expect.poll(heading).toBe('登记 客户投诉登记反馈表');
    await expect.poll(() => box(page, '投诉事项').inputValue()).toBe('变速箱异响');
    await press('Control+s');
    await form().getByText('故障日期没有填').waitFor();
    await box(page, '故障日期').fill('2026-11-20');
    await press('Control+s');
    await panel().getByText('接在').waitFor();
    expect(await panel().innerText()).toContain('TS261101');
  });

  it('says a wrong day at its field once it is left, and not before', async () => {
    await open('#/registers/complaint//new', '投诉日期');
    await box(page, '投诉日期').fill('2026-12-01');
    await page.waitForFunction(() => document.activeElement?.closest('[data-field=received_on]') !== null);
    expect(await form().getByText('投诉日期不能晚于今天').count()).toBe(0);
    await press('Enter');
    await form().getByText('投诉日期不能晚于今天').waitFor();
    expect(await box(page, '投诉日期').inputValue()).toBe('2026-12-01');
    await box(page, '投诉日期').fill('2026-11-01');
    await form().getByText('投诉日期不能晚于今天').waitFor({ state: 'detached' });
  });
});

describe('rows of a table', () => {
  const firstFrom = (): Promise<string> => form().getByText(/^取自/).first().innerText();
  /** Names the technician and waits for his work. */
  async function drawnFor(name: string): Promise<void> {
    const before = await firstFrom();
    await fill('技术员', name);
    await expect.poll(firstFrom).not.toBe(before);
  }

  it('are drawn again when somebody is named, and not over what was written by hand', async () => {
    await open('#/registers/technician_day//new', '技术员');
    await drawnFor('陈伟');
    const work = form().locator('[data-field="lines[1].work"] input');
    const drawn = await work.inputValue();
    await work.fill('教用户换机油');
    await box(page, '技术员').fill('');
    await fill('技术员', '李强');
    await form().getByText('没有跟着重新带出').waitFor();
    expect(await work.inputValue()).toBe('教用户换机油');
    await form().getByRole('button', { name: '重新带出' }).focus();
    await press('Enter');
    await expect.poll(() => work.inputValue()).toBe(drawn);
    expect(await form().getByText('没有跟着重新带出').count()).toBe(0);
  });

  it('are drawn from the day, added by Enter at the end, taken away by Ctrl+Del, summed by the program', async () => {
    await open('#/registers/technician_day//new', '技术员');
    const lines = form().locator('.table > ol > li');
    await expect.poll(() => lines.count()).toBe(2);
    await lines.first().getByText('取自 HB0732A-WX').waitFor();
    await drawnFor('陈伟');
    await expect.poll(inHand).toBe('日期');
    const last = lines.last().locator('input').last();
    await last.focus();
    await type('150');
    await press('Enter');
    await expect.poll(() => lines.count()).toBe(3);
    await expect.poll(inHand).toBe('维修单');
    // An empty row lets the hand out of the table, and nothing of it is sent.
    await press('Enter');
    await expect.poll(inHand).toBe('里程');
    await expect.poll(() => form().locator('output').allInnerTexts()).toEqual(['2 件', '¥150.00']);
    await lines.first().locator('input').first().focus();
    await press('Control+Delete');
    await expect.poll(() => lines.count()).toBe(2);
    await expect.poll(() => form().locator('output').first().innerText()).toBe('1 件');
    await picture('日报');
    await press('Control+s');
    await expect.poll(heading).toBe('技术员工作日报表');
    await panel().getByText('当天的活（1 行）').waitFor();
  });

  it('that are refused say so in their own box', async () => {
    await open('#/registers/technician_day//new', '技术员');
    await drawnFor('陈伟');
    const second = form().locator('.table > ol > li').nth(1);
    await second.locator('[data-field="lines[1].work"] input').fill('');
    await press('Control+s');
    await second.getByText('做了什么没有填').waitFor();
    await expect.poll(inHand).toBe('做了什么');
  });
});

describe('a card of opinions', () => {
  it('takes sixteen answers by sixteen digits', async () => {
    await open('#/registers/opinion//new', '姓名');
    await box(page, '姓名').focus();
    await fill('姓名', '冯艳');
    await press('Enter');
    await expect.poll(inHand).toBe('态度');
    const first = ['态度', '到场快慢', '技术', '修完收拾', '质量', '好不好用', '油耗', '结实不结实'];
    const rest = ['有没有货', '价格', '合不合用', '等多久', '讲解', '交机', '票据手续', '说到做到'];
    for (const [i, label] of [...first, ...rest].entries()) {
      await expect.poll(inHand).toBe(label);
      await type(String((i % 4) + 1));
    }
    await expect.poll(inHand).toBe('意见和建议');
    await picture('意见卡');
    await press('Control+s');
    await panel().getByText('冯艳').first().waitFor();
    expect((await panel().innerText()).match(/很满意/g)).toHaveLength(4);
  });

  it('an answer is taken back by Backspace and changed by the arrows', async () => {
    await open('#/registers/opinion//new', '姓名');
    const group = form().getByRole('radiogroup', { name: '态度' });
    await group.locator('input').first().focus();
    await press('ArrowRight');
    await press('ArrowRight');
    await expect.poll(() => group.locator('input:checked').getAttribute('aria-label')).toBe('满意');
    await press('Backspace');
    await expect.poll(() => group.locator('input:checked').count()).toBe(0);
  });
});

describe('what is typed', () => {
  it('survives a window that was closed, and can be thrown away', async () => {
    await open('#/registers/complaint//new', '投诉事项');
    await box(page, '投诉事项').fill('起动不了');
    await form().getByRole('radio', { name: '服务' }).click();
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('draft:entry:complaint')))
      .toContain('起动不了');
    await page.reload();
    await page.getByText('已恢复').waitFor();
    expect(await box(page, '投诉事项').inputValue()).toBe('起动不了');
    expect(await form().getByRole('radio', { name: '服务' }).isChecked()).toBe(true);
    await page.getByRole('button', { name: '丢弃草稿' }).click();
    await expect.poll(() => box(page, '投诉事项').inputValue()).toBe('');
  });

  it('into a step is there again after its panel was closed', async () => {
    page = await desk.open('#/registers/complaint/e-00001');
    await panel().getByRole('button', { name: '答复客户' }).click();
    await box(panel(), '答复客户的话').fill('换过轴承');
    await page.keyboard.press('Escape');
    await page.goto(page.url().replace(/#.*/, '#/registers/complaint'));
    await rows().filter({ hasText: '变速箱异响' }).click();
    await panel().getByRole('button', { name: '答复客户' }).click();
    await panel().getByText('已恢复').waitFor();
    expect(await box(panel(), '答复客户的话').inputValue()).toBe('换过轴承');
  });

  it('is saved once by two quick presses', async () => {
    await open('#/registers/revisit//new', '用户');
    await box(page, '用户').fill('赵桂珍');
    await form().locator('li[role=option]:visible').first().waitFor();
    await press('Enter');
    await form().getByRole('radio', { name: '否' }).focus();
    await type('2');
    await box(page, '下次再打').fill('2026-11-24');
    await page.locator('main header, main').getByRole('button', { name: /^保存/ }).first().dblclick();
    await panel().waitFor();
    await page.getByRole('button', { name: '全部', exact: true }).click();
    await expect.poll(() => rows().count()).toBe(3);
  });

  it('a hidden question keeps no answer: what shows is what is saved', async () => {
    await open('#/registers/revisit//new', '用户');
    await form().getByRole('radio', { name: '是', exact: true }).click();
    await form().getByRole('radiogroup', { name: '满意程度' }).waitFor();
    await form().getByRole('radio', { name: '否', exact: true }).click();
    await form().getByRole('radiogroup', { name: '满意程度' }).waitFor({ state: 'detached' });
    await box(page, '下次再打').waitFor();
  });
});

describe('an entry', () => {
  it('whose form is not here any more is read and left alone', async () => {
    page = await desk.open('#/registers/revisit');
    await rows().filter({ hasText: '电话打不通' }).click();
    await panel().getByText('写这件登记用的表不在这台电脑上了').waitFor();
    expect(await panel().innerText()).toContain('电话打不通');
    expect(await panel().getByRole('button', { name: '修改' }).count()).toBe(0);
  });

  it('that is due stands in 今日 and opens from there', async () => {
    page = await desk.open('#/today', { desk: 'forms' });
    await rows().filter({ hasText: '客户投诉登记反馈表' }).first().dblclick();
    await expect.poll(heading).toBe('客户投诉登记反馈表');
    await panel().waitFor();
  });

  it('is voided with its reason, and stays readable', async () => {
    page = await desk.open('#/registers/opinion');
    await rows().first().click();
    await panel().getByRole('button', { name: '作废…' }).click();
    await box(page.getByRole('dialog'), '作废原因').fill('填错人');
    await page.getByRole('dialog').getByRole('button', { name: '作废', exact: true }).click();
    await panel().getByText('作废原因：填错人').waitFor();
  });
});

describe('a machine', () => {
  it('shows the entries that name it, and begins another one about itself', async () => {
    page = await desk.open('#/archive/units/u-00003');
    await panel().getByText('变速箱异响').waitFor();
    await panel().getByRole('button', { name: '登记一件…' }).click();
    await box(panel(), '登记哪一种').fill('意见卡');
    await press('Enter');
    await expect.poll(heading).toBe('登记 客户意见卡');
    await expect.poll(() => box(page, '机器').inputValue()).toContain('JS26A24983');
  });
});

describe('every page of it is clean', () => {
  it.each([
    ['全部', '#/registers'],
    ['列表和详情', '#/registers/complaint/e-00001'],
    ['投诉表', '#/registers/complaint//new'],
    ['日报表', '#/registers/technician_day//new'],
    ['意见卡', '#/registers/opinion//new'],
  ])('%s, light and dark', async (name, hash) => {
    page = await desk.open(hash);
    await settled(page);
    await page.locator('main ul a, main form, main aside h3').first().waitFor();
    await picture(`${name}-浅色`);
    const light = await complains();
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await picture(`${name}-深色`);
    expect([...light, ...(await complains())]).toEqual([]);
  });
});

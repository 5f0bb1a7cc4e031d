// A clerk without a mouse, with a Chinese input method, and with a power cut. Composition comes through the browser's own
// input protocol: what a test library types is not a composition.

import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { CDPSession, Page } from 'playwright-core';
import { box, openHouse, openWindow, settled, type House, type Window } from './harness';

let house: House;
let window: Window;
let page: Page;
let cdp: CDPSession;
beforeAll(async () => (house = await openHouse()));
afterAll(() => house.close());
beforeEach(async () => {
  window = await openWindow(house, '#/today');
  page = window.page;
  cdp = await window.context.newCDPSession(page);
});
afterEach(async () => {
  await window.context.close();
  expect(window.complaints).toEqual([]);
});

const press = (keys: string): Promise<void> => page.keyboard.press(keys);
const focused = (): Promise<string> =>
  page.evaluate(() => {
    const el = document.activeElement;
    return el?.closest('[data-field]')?.getAttribute('data-field') ?? el?.textContent?.trim() ?? '';
  });
/** The panel is there before what it shows was read. */
async function panelTitle(): Promise<string> {
  const title = page.locator('aside h2');
  await expect.poll(() => title.innerText()).not.toBe('');
  return title.innerText();
}
const valueOf = (label: string): Promise<string> => box(page, label).inputValue();

/** Types through the input method: pinyin stands half-typed in the field, then the words replace it. */
async function compose(pinyin: string, words: string): Promise<void> {
  for (let n = 1; n <= pinyin.length; n += 1) await half(pinyin.slice(0, n));
  await cdp.send('Input.insertText', { text: words });
  // No hand presses the next key in the same instant; a key that comes then is the one that chose the word.
  await page.waitForTimeout(60);
}
async function half(text: string): Promise<void> {
  await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
}
async function line(text: string): Promise<void> {
  await page.keyboard.type(text);
  await press('Enter');
}

describe('a sale with its card', () => {
  it('from the first page to the next paper, Enter by Enter, without a mouse', async () => {
    const began = Date.now();
    await press('Control+n');
    await box(page, '购机者姓名').waitFor();
    await expect.poll(focused).toBe('customer.name');
    await compose('feng yan', '冯艳');
    await press('Enter');
    await line('19900717470');
    await compose('qing he xian', '清河县');
    await press('Enter');
    await compose('zhang dian zhen', '张店镇');
    await press('Enter');
    await compose('chen jia cun', '陈家村');
    await press('Enter');
    await expect.poll(() => focused()).toBe('unit.model');
    await page.keyboard.type('HH704');
    await page.locator('[role=option]', { hasText: 'HH704' }).first().waitFor();
    await press('ArrowDown');
    await press('Enter');
    await expect.poll(focused).toBe('unit.serial');
    await line('hh26b35536');
    await line('Y4291201');
    await expect.poll(() => focused()).toBe('principal');
    await press('Enter');
    await expect.poll(() => focused()).toBe('sold_on');
    await line('20261120');
    await line('76500');
    await line('15891321');
    await line('0001234');
    await expect.poll(() => focused()).toBe('user_signed');
    await press('Space');
    await press('Enter');
    await press('Space');
    await press('Enter');
    await expect.poll(() => focused()).toContain('保存并登记下一台');
    await page.getByText('2026年12月10日').first().waitFor();
    await press('Control+s');
    await page.getByText('已保存 0001234（冯艳）').waitFor();
    // The next paper: nothing of the last buyer is left on it.
    await expect.poll(focused).toBe('customer.name');
    expect([await valueOf('购机者姓名'), await valueOf('县（市、区）')]).toEqual(['', '']);
    expect(Date.now() - began).toBeLessThan(60_000);
    await press('Alt+2');
    await page
      .getByRole('gridcell')
      .or(page.locator('td'))
      .filter({ hasText: 'hh26b35536' })
      .first()
      .waitFor();
    await expect
      .poll(() => page.locator('tr', { hasText: 'hh26b35536' }).innerText())
      .toMatch(/待报送[\s\S]*冯艳[\s\S]*76,500\.00/);
  });

  it('a refusal stands beside its field and takes the focus; nothing typed is lost', async () => {
    await page.goto(`${house.url}#/sales/new`);
    await settled(page);
    await box(page, '购机者姓名').fill('冯艳');
    await box(page, '销售日期').fill('昨');
    await press('Control+s');
    await page.getByText('机型没有填').waitFor();
    await page.getByText('出厂编号没有填').waitFor();
    await expect.poll(() => focused()).toBe('unit.model');
    await expect.poll(() => valueOf('购机者姓名')).toBe('冯艳');
  });

  it('a serial sold before is shown, and not blocked', async () => {
    await page.goto(`${house.url}#/archive/units/u-00002`);
    const serial = await panelTitle();
    await page.goto(`${house.url}#/sales/new`);
    await box(page, '出厂编号').fill(serial.toLowerCase());
    await page.getByText('同一编号已登记').first().waitFor();
    await expect.poll(() => box(page, '出厂编号').inputValue()).toBe(serial.toLowerCase());
  });

  it('a scanned label replaces what the input method made of it, and walks on', async () => {
    await page.goto(`${house.url}#/sales/new`);
    await box(page, '出厂编号').focus();
    await page.evaluate(() => {
      const field = document.activeElement!;
      let at = 0;
      const send = (code: string, shift = false): void => {
        const event = new KeyboardEvent('keydown', {
          key: 'Process',
          code,
          shiftKey: shift,
          keyCode: 229,
          bubbles: true,
          cancelable: true,
        } as KeyboardEventInit);
        Object.defineProperty(event, 'timeStamp', { value: (at += 8) });
        field.dispatchEvent(event);
      };
      for (const c of 'HH26B99001') send(/\d/.test(c) ? `Digit${c}` : `Key${c}`, !/\d/.test(c));
      send('Enter');
    });
    await expect.poll(() => valueOf('出厂编号')).toBe('HH26B99001');
    await expect.poll(() => focused()).toBe('unit.engine_no');
  });
});

describe('the input method', () => {
  beforeEach(async () => {
    await page.goto(`${house.url}#/sales/new`);
    await settled(page);
    await box(page, '购机者姓名').focus();
  });

  it('half-typed pinyin asks for no customer, saves no draft, and a save does not take it', async () => {
    await half('feng yan');
    await page.waitForTimeout(700);
    await expect.poll(() => valueOf('购机者姓名')).toBe('feng yan');
    expect(await page.locator('[role=option]').filter({ visible: true }).count()).toBe(0);
    expect(await page.evaluate(() => localStorage.getItem('draft:sale'))).toBeNull();
  });

  it('the Enter that confirms a candidate does not walk on', async () => {
    await half('feng yan');
    // Chrome: the key belongs to the open composition.
    await cdp.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Enter',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    await cdp.send('Input.insertText', { text: '冯艳' });
    await expect.poll(() => focused()).toBe('customer.name');
    await expect.poll(() => valueOf('购机者姓名')).toBe('冯艳');
    await page.waitForTimeout(80);
    await press('Enter');
    await expect.poll(() => focused()).toBe('customer.phone');
  });

  it('WebKit: the same Enter arrives after the end with 229 and is swallowed once; the next one walks', async () => {
    const after = await page.evaluate(() => {
      const field = document.activeElement!;
      const at = (): string =>
        document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? '';
      const enter = (): void => {
        field.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: 'Enter',
            code: 'Enter',
            keyCode: 229,
            bubbles: true,
            cancelable: true,
          } as KeyboardEventInit),
        );
      };
      field.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
      field.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '冯艳' }));
      enter();
      const first = at();
      enter();
      return [first, at()];
    });
    expect(after).toEqual(['customer.name', 'customer.phone']);
  });

  it('shortcuts sleep while a composition is open', async () => {
    await half('bao cun');
    await press('Control+s');
    await page.waitForTimeout(100);
    expect(await page.getByText('没有填').count()).toBe(0);
  });
});

describe('drafts', () => {
  it('a killed window finds the form again, says so, and can throw it away', async () => {
    await page.goto(`${house.url}#/sales/new`);
    await box(page, '购机者姓名').fill('刘玉梅');
    await box(page, '销售日期').fill('20261119');
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('draft:sale') ?? ''))
      .toContain('2026-11-19');
    // A kill runs no code of the page: the renderer dies.
    const killed = window.context.newPage();
    await page.close({ runBeforeUnload: false });
    page = await killed;
    await page.goto(`${house.url}#/sales/new`);
    await page.getByText('未保存的草稿').waitFor();
    expect([await valueOf('购机者姓名'), await valueOf('销售日期')]).toEqual(['刘玉梅', '2026-11-19']);
    await page.getByRole('button', { name: '丢弃草稿' }).click();
    await expect.poll(() => valueOf('购机者姓名')).toBe('');
    expect(await page.evaluate(() => localStorage.getItem('draft:sale'))).toBeNull();
  });

  it('the last keys before the window goes are kept too', async () => {
    await page.goto(`${house.url}#/repairs/new`);
    await box(page, '故障现象').fill('液压提升无力');
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('draft:repair') ?? ''))
      .toContain('液压提升无力');
  });
});

describe('a repair', () => {
  it('brings owner and model from the serial, two parts with tags, and is submitted', async () => {
    await page.goto(`${house.url}#/archive/units/u-00007`);
    const serial = await panelTitle();
    await page.goto(`${house.url}#/repairs/new`);
    await box(page, '出厂编号').fill(serial);
    await expect.poll(() => valueOf('用户姓名')).not.toBe('');
    await box(page, '报修日期').fill('昨');
    await box(page, '故障现象').fill('离合器打滑');
    await box(page, '完工日期').fill('今');
    for (const [i, code] of ['1E81700', '0036120'].entries()) {
      await page.getByRole('button', { name: '加一个零件' }).click();
      const row = page.getByRole('listitem', { name: `第 ${i + 1} 个零件` });
      await box(row, '编码或名称').pressSequentially(code);
      await row.locator('[role=option]', { hasText: code }).waitFor();
      await press('ArrowDown');
      await press('Enter');
      await expect.poll(() => box(row, '单价').inputValue()).toMatch(/\d\.\d\d$/);
    }
    await box(page, '工时费').fill('120');
    await page.getByLabel('用户已签字').focus();
    await press('Space');
    await page.getByText('¥961.50').first().waitFor();
    await page.getByRole('button', { name: '保存并提交' }).first().click();
    await page.getByText(/已保存并提交 .*旧件标签：HB0732A-JJ-.*、HB0732A-JJ-/).waitFor();
    await page.locator('aside').getByText('已提交').waitFor();
  });
});

describe('a list under its box', () => {
  it('↓ opens it, Enter takes its first line with nothing typed', async () => {
    await page.goto(`${house.url}#/settings/policy/install`);
    await settled(page);
    const maker = box(page, '厂家');
    await maker.focus();
    await press('ArrowDown');
    const first = page.locator('[role=option][aria-selected=true]');
    await first.waitFor();
    const name = await first.locator('span').last().innerText();
    await press('Enter');
    await expect.poll(() => maker.inputValue()).toBe(name);
  });
});

describe('lists and places', () => {
  it('↑↓ move, the panel follows, Esc closes it; Alt+digit goes to a place', async () => {
    await press('Alt+2');
    await page.getByRole('textbox', { name: '搜索销售' }).focus();
    await press('ArrowDown');
    await press('ArrowDown');
    await page.locator('aside h2').waitFor();
    const second = await page.locator('tbody tr').nth(1).locator('td').nth(3).innerText();
    await expect.poll(() => page.locator('aside h2').innerText()).toBe(second);
    await press('Escape');
    expect(await page.locator('aside').count()).toBe(0);
    for (const [i, title] of [
      '今日',
      '销售与回执卡',
      '报修与维修',
      '旧件',
      '核销',
      '月报',
      '报送台账',
      '档案',
      '设置',
    ].entries()) {
      await press(`Alt+${i + 1}`);
      await page.locator('main h1', { hasText: title }).waitFor();
    }
  });

  it('Ctrl+K finds a machine by the beginning of its serial and opens its history', async () => {
    await press('Control+k');
    await page.keyboard.type('HH26B2');
    await page.locator('[role=search] [role=option]').first().waitFor();
    await press('Enter');
    await page.locator('aside', { hasText: '历史' }).waitFor();
    expect(page.url()).toContain('#/archive/units/');
  });

  it('each item of 今日 opens its subject', async () => {
    const first = page.locator('tbody tr').first();
    const name = (await first.locator('td').nth(2).innerText()).split(' ')[0] ?? '';
    await first.focus();
    await press('Enter');
    await expect.poll(() => page.locator('aside h2').innerText()).toBe(name);
  });

  it('a filter stays when the page is left', async () => {
    await press('Alt+2');
    await page.getByRole('button', { name: '被退回' }).click();
    await press('Alt+1');
    await page.locator('main h1', { hasText: '今日' }).waitFor();
    await press('Alt+2');
    await page.locator('main h1', { hasText: '销售' }).waitFor();
    expect(await page.getByRole('button', { name: '被退回', exact: true }).getAttribute('aria-pressed')).toBe(
      'true',
    );
  });

  it('what is shown can be copied into a spreadsheet', async () => {
    await press('Alt+3');
    // 今日 has a table to copy too, and the next page takes a moment.
    await page.locator('main h1', { hasText: '报修与维修' }).waitFor();
    await page.getByRole('button', { name: '复制表格' }).click();
    await page.getByText('已复制').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text.split('\n')[0]).toContain('维修单号\t状态');
    expect(text.split('\n').length).toBe(13);
  });

  it('the whole list goes into a file, and its folder is a click away', async () => {
    await press('Alt+2');
    await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    await page.getByRole('button', { name: '导出表格' }).click();
    await page.getByText('已导出 34 行：/home/clerk/销售与回执卡.xlsx').waitFor();
    await page.getByRole('button', { name: '打开所在文件夹' }).waitFor();
  });

  it('a month narrows a list, and stays when the page is left', async () => {
    await press('Alt+2');
    await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    await page.getByLabel('销售月份').selectOption('2026-10');
    await page.waitForFunction(() => !document.querySelector('tbody')?.textContent?.includes('2026年11月'));
    await press('Alt+4');
    await page.locator('main h1', { hasText: '旧件' }).waitFor();
    await press('Alt+2');
    await page.locator('main h1', { hasText: '销售与回执卡' }).waitFor();
    await expect.poll(() => page.getByLabel('销售月份').inputValue()).toBe('2026-10');
  });
});

describe('long work', () => {
  it('an import is stopped from the page, and says what is left of it', async () => {
    await page.goto(`${house.url}?desk=slow#/archive/import`);
    await page.locator('main h1', { hasText: '导入' }).waitFor();
    await box(page, '文件').fill('/tmp/销售台账-202610.csv');
    await page.getByRole('button', { name: '读取并核对' }).click();
    await page.getByRole('button', { name: /^导入 \d+ 行/ }).click();
    await page.getByText('35%').waitFor();
    await page.getByRole('button', { name: '取消', exact: true }).click();
    await page.getByText('已取消，什么都没有导入。').waitFor();
    expect(await page.getByText('正在导入').count()).toBe(0);
  });
});

describe('a card that came back', () => {
  it('is mended with a reason and queued again', async () => {
    await page.goto(`${house.url}#/sales/list/s-00004`);
    await page.getByText('请核对铭牌后重报').waitFor();
    await page.getByRole('button', { name: '改正并重报' }).click();
    // Head office's reason stands on top and at the field it named, which has the focus.
    await page.getByText('总部退回，原因：').waitFor();
    await page.locator('[data-field="unit.engine_no"]', { hasText: '请核对铭牌后重报' }).waitFor();
    await expect.poll(() => focused()).toBe('unit.engine_no');
    await box(page, '发动机号').fill('Y4299999');
    await box(page, '修改原因').fill('铭牌核对');
    await press('Control+s');
    await page.locator('aside').getByText('待报送').waitFor();
  });
});

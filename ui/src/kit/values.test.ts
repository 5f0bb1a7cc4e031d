import { describe, expect, it } from 'vitest';
import { moneyText, quantityText, readMoney, yuan } from './money';
import { matches } from './pick';
import { ScanBurst } from './scan';
import { phoneDoubt, phoneReading, serialKey, serialReading, serialText } from './serial';
import { tableText } from './table';

describe('money', () => {
  it.each([
    ['1234', 123_400],
    ['1,234元', 123_400],
    ['￥1，234.50', 123_450],
    ['76500.5', 7_650_050],
    ['0.01', 1],
    ['19.900', 1_990],
    ['', null],
  ])('%s is %s fen', (typed, fen) => expect(readMoney(typed)).toEqual({ ok: true, fen }));
  it.each([
    ['1.234', 'below_fen'],
    ['1,23', 'not_money'],
    ['12a', 'not_money'],
    ['-5', 'not_money'],
    ['99999999999', 'too_much'],
  ])('%s is refused: %s', (typed, why) => expect(readMoney(typed)).toEqual({ ok: false, why }));
  it('reads back', () => {
    expect([moneyText(123_456_789), yuan(-5), yuan(0)]).toEqual(['1,234,567.89', '¥-0.05', '¥0.00']);
  });
  it('quantities are thousandths', () => {
    expect([quantityText(2000), quantityText(500), quantityText(10_000)]).toEqual(['2', '0.5', '10']);
  });
});

describe('serials and phones', () => {
  it('full width, case, spaces and hyphens fall together', () => {
    expect(serialKey('ｈｈ26b 35-536')).toBe('HH26B35536');
    expect(serialKey('007')).toBe('007');
    expect(serialKey('\u202dHH26—B\u200b1\u202c')).toBe('HH26B1');
  });
  it('what is kept has its hyphens, what is compared has none', () => {
    expect(serialText(' ｗｙ26-c68408　')).toBe('WY26-C68408');
    expect(serialReading('WY26-C68408')).toEqual({ kept: 'WY26-C68408', compared: 'WY26C68408' });
    expect(serialReading('hh26b35536')).toEqual({ kept: 'HH26B35536', compared: 'HH26B35536' });
    expect([serialReading('HH26B35536'), serialReading('  ')]).toEqual([null, null]);
  });
  it('a phone is doubted, not refused', () => {
    expect(phoneDoubt('19900717470')).toBeNull();
    expect(phoneDoubt('0319-8888888')).toBeNull();
    expect(phoneDoubt('1990071747')).toBe('mobile_length');
    expect(phoneDoubt('12a4567')).toBe('not_digits');
    expect(phoneReading('１９９００７１７４７０')).toBe('199 0071 7470');
  });
});

describe('a scanner is told from a hand by rhythm', () => {
  const scan = (text: string, gap: number, stumble = 0) => {
    const burst = new ScanBurst();
    let at = 0;
    for (const [i, c] of [...text].entries()) {
      at += i === 3 ? gap + stumble : gap;
      burst.feed({ code: /\d/.test(c) ? `Digit${c}` : `Key${c}`, shift: !/\d/.test(c), at });
    }
    return burst.feed({ code: 'Enter', shift: false, at: at + gap });
  };
  it('a burst that ends with Enter is the label', () => expect(scan('HH26B35536', 10)).toBe('HH26B35536'));
  it('a hand is not', () => expect(scan('HH26B35536', 90)).toBeNull());
  it('a scanner that stumbles is read whole', () => expect(scan('HH26B35536', 10, 120)).toBe('HH26B35536'));
  it('what was typed long before is not of the label', () =>
    expect(scan('HH26B35536', 10, 900)).toBe('6B35536'));
  it('a few quick letters are not', () => expect(scan('HH2', 10)).toBeNull());
});

describe('lists', () => {
  it('a pick is found by code, label, hint and initials', () => {
    const option = { value: '1', label: '轮式拖拉机', code: 'HH704', hint: '华禾农机', also: 'lstlj' };
    expect(['hh7', '轮式', '华禾', 'LSTL', 'ｈｈ704'].every((term) => matches(option, term))).toBe(true);
    expect(matches(option, '插秧')).toBe(false);
  });
  it('a copied table keeps one row a line', () => {
    const columns = [
      { key: 'a', title: '编号', text: (r: { a: string }) => r.a },
      { key: 'b', title: '备注', text: () => '一\n二\t三' },
    ];
    expect(tableText(columns, [{ a: '0012' }])).toBe('编号\t备注\r\n0012\t一 二 三');
  });
});

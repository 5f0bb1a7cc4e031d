import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, longDay, readDay, shortDay } from './day';

const TODAY = '2026-11-21';
const read = (typed: string, past = false) => {
  const r = readDay(typed, TODAY, { notAfterToday: past });
  return r.ok ? r.day : r.why;
};

describe('the table of typed days', () => {
  it.each([
    ['2026-08-26', '2026-08-26'],
    ['20260826', '2026-08-26'],
    ['2026/8/6', '2026-08-06'],
    ['2026.10.29', '2026-10-29'],
    ['2026年10月11日', '2026-10-11'],
    ['2026 年 8 月 6 日', '2026-08-06'],
    ['8-26', '2026-08-26'],
    ['0826', '2026-08-26'],
    ['8月26日', '2026-08-26'],
    ['２０２６－８－２６', '2026-08-26'],
    ['今', '2026-11-21'],
    ['昨', '2026-11-20'],
    ['前天', '2026-11-19'],
    ['明', '2026-11-22'],
    ['', null],
    ['  ', null],
    ['2024-02-29', '2024-02-29'],
  ])('%s is %s', (typed, day) => expect(read(typed)).toBe(day));

  it.each([
    ['2026-02-31', 'no_such_day'],
    ['20260231', 'no_such_day'],
    ['2025-02-29', 'no_such_day'],
    ['2-30', 'no_such_day'],
    ['2026-13-01', 'no_such_day'],
    ['2026-00-10', 'no_such_day'],
    ['abc', 'not_a_day'],
    ['8', 'not_a_day'],
    ['2026-8', 'not_a_day'],
    ['26-8-26', 'two_digit_year'],
    ['26年8月26日', 'two_digit_year'],
    ['260826', 'two_digit_year'],
    ['0686-02-02', 'too_old'],
    ['9999-01-01', 'no_such_day'],
    ['60826-02-02', 'not_a_day'],
  ])('%s is refused: %s', (typed, why) => expect(read(typed)).toBe(why));

  it('where the future is not allowed, a bare day means the last one', () => {
    expect(read('12-28', true)).toBe('2025-12-28');
    expect(read('12-28')).toBe('2026-12-28');
    expect(read('2026-12-28', true)).toBe('after_today');
    expect(read('明', true)).toBe('after_today');
  });

  it('says that a year was understood', () => {
    expect(readDay('8-26', TODAY)).toEqual({ ok: true, day: '2026-08-26', guessedYear: true });
    expect(readDay('20260826', TODAY)).toMatchObject({ guessedYear: false });
  });
});

describe('days as numbers and words', () => {
  it('counts civil days over a month and a year', () => {
    expect(addDays('2026-12-20', 20)).toBe('2027-01-09');
    expect(daysBetween('2026-12-20', '2027-01-09')).toBe(20);
    expect(daysBetween('2026-11-22', TODAY)).toBe(-1);
  });
  it('reads aloud', () => {
    expect(longDay('2026-08-26')).toBe('2026年8月26日 周三');
    expect(shortDay('2026-08-26', TODAY)).toBe('8月26日');
    expect(shortDay('2025-08-26', TODAY)).toBe('2025年8月26日');
  });
});

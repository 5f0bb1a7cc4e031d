import { describe, expect, it } from 'vitest';
import { dayAndTime, hoursAndMinutes, instantOf, readTime } from './moment';

describe('a moment', () => {
  it('is read as it is said, and refused where it is none', () => {
    expect(['930', '0930', '9:30', '９：３０', ' 09.30 '].map(readTime)).toEqual(Array(5).fill('09:30'));
    expect(['24:00', '9:60', '9', '', '九点半', '12345'].map(readTime)).toEqual(Array(6).fill(null));
  });

  it('is civil time in China, also past midnight', () => {
    const at = instantOf('2026-10-21', '00:10');
    expect(at).toBe(Date.UTC(2026, 9, 20, 16, 10));
    expect(dayAndTime(at)).toEqual({ day: '2026-10-21', time: '00:10' });
    expect(hoursAndMinutes(-95 * 60_000 - 59_000)).toEqual({ hours: 1, minutes: 35 });
  });
});

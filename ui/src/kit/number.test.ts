import { expect, it } from 'vitest';
import { numberText, readNumber } from './number';

const milli = (typed: string, decimals: number) => {
  const read = readNumber(typed, decimals);
  return read.ok ? read.milli : read.why;
};

it('reads what is plainly a number, in full width and with commas too', () => {
  expect(
    ['12', '１２．５', '1,200', '-3', '−3', '007', '0.50', '12。5', ''].map((one) => milli(one, 1)),
  ).toEqual([12_000, 12_500, 1_200_000, -3000, -3000, 7000, 500, 12_500, null]);
});

it('refuses what it would have to round, and what is no number', () => {
  expect([milli('1.25', 1), milli('1.5', 0), milli('1.0', 0)]).toEqual(['too_fine', 'too_fine', 1000]);
  expect(['十二', '1-2', '1.2.3', '12kg', '--1'].map((one) => milli(one, 3))).toEqual(
    Array(5).fill('not_number'),
  );
  expect(milli('1234567890', 0)).toBe('too_great');
});

it('shows no more than it says', () => {
  expect([0, 12_000, 12_500, 1, -500].map(numberText)).toEqual(['0', '12', '12.5', '0.001', '-0.5']);
});

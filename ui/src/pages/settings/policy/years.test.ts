import { expect, it } from 'vitest';
import { yearRanges } from './years';

it('a year that is missing is not counted in', () => {
  expect(yearRanges([2026, 2025, 2023, 2010, 2011, 2012])).toBe('2010—2012、2023、2025—2026');
  expect(yearRanges([2026])).toBe('2026');
  expect(yearRanges([])).toBe('');
});

import { expect, it } from 'vitest';
import { monthName, monthsBack, step } from './months';

it('steps over a year', () => {
  expect([step('2026-01', -1), step('2026-12', 1), step('2026-11', -24)]).toEqual([
    '2025-12',
    '2027-01',
    '2024-11',
  ]);
});
it('lists backwards and names', () => {
  expect(monthsBack('2026-02', 3)).toEqual(['2026-02', '2026-01', '2025-12']);
  expect(monthName('2026-02')).toBe('2026年2月');
});

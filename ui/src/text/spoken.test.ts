import { expect, it } from 'vitest';
import { spoken } from './index';

it('words of a pack or of head office get Chinese marks, and what is not Chinese stays', () => {
  expect(spoken('用户还没有签字,不能提交')).toBe('用户还没有签字，不能提交');
  expect(spoken('交付日期(2026-10-01)早于销售日期(2026-11-20)')).toBe(
    '交付日期(2026-10-01)早于销售日期(2026-11-20)',
  );
  expect(spoken('县(市、区)太长:最多 40 个字')).toBe('县（市、区）太长：最多 40 个字');
  expect(spoken('https://a.example:8443/x,y')).toBe('https://a.example:8443/x,y');
});

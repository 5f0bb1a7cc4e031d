import { expect, it } from 'vitest';
import { catchUp, changesBetween, movedSays } from './others';

const seen = () => ({
  price_fen: 7_650_000 as number | null,
  note: '',
  customer: { phone: '1', town: '甲' },
  parts: [{ name: 'a' }],
});

it('the other window’s values come in where nothing was typed, and what was typed stays', () => {
  const mine = { ...seen(), note: '我写的', customer: { phone: '2', town: '甲' } };
  const stands = { ...seen(), price_fen: 7_500_000, note: '别人写的', customer: { phone: '3', town: '乙' } };
  const moved = catchUp(mine, seen(), stands);
  expect(mine).toEqual({
    ...seen(),
    price_fen: 7_500_000,
    note: '我写的',
    customer: { phone: '2', town: '乙' },
  });
  expect(movedSays(moved, { price_fen: '销售价格', note: '备注', 'customer.phone': '电话' })).toEqual([
    '销售价格：由 ¥76,500.00 改成 ¥75,000.00。',
    '备注：由（空）改成 别人写的。这里填的 我写的 没有动，保存后以这里为准。',
    '电话：由 1 改成 3。这里填的 2 没有动，保存后以这里为准。',
  ]);
});

it('the same change on both sides is none', () => {
  const mine = { ...seen(), price_fen: 1, parts: [] };
  expect(catchUp(mine, seen(), { ...seen(), price_fen: 1, parts: [] })).toEqual([]);
});

it('what a form changes is told with the old value beside the new', () => {
  const seen = { name: '冯艳', price_fen: 7_600_000, on: '2026-10-20', customer: { phone: '' } };
  const mine = { ...seen, price_fen: 7_500_000, customer: { phone: '19900717470' } };
  const labels = { price_fen: '销售价格', on: '销售日期', 'customer.phone': '联系电话' };
  expect(changesBetween(seen, mine, labels)).toEqual([
    { label: '销售价格', was: '¥76,000.00', now: '¥75,000.00' },
    { label: '联系电话', was: '（空）', now: '19900717470' },
  ]);
});

import { expect, it } from 'vitest';
import { repairLook, returnedLook } from './states';

const submitted = {
  state: 'submitted',
  completed_on: '2026-11-20',
  user_signed: true,
  returned_reason: null,
} as const;

it('a repair nobody is there to take waits, and says why', () => {
  expect(repairLook(submitted, false)).toEqual({
    tone: 'risk',
    icon: 'wait',
    word: '待报送',
    why: '厂家还没有登记总部，登记后自动报送。',
  });
  expect(repairLook(submitted).tone).toBe('good');
});

it('what head office turned back is said before that', () => {
  expect(repairLook({ ...submitted, returned_reason: '编号不符' }, false).word).toBe('被退回');
});

it('a record head office refused says so before anything else, and why', () => {
  expect(returnedLook('没有这台机器（出厂编号）')).toEqual({
    tone: 'bad',
    icon: 'returned',
    word: '被退回',
    why: '没有这台机器（出厂编号）',
  });
});

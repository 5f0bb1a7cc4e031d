import { expect, it } from 'vitest';
import { repairLook } from './states';

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

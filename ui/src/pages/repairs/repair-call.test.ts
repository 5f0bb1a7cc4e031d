import { expect, it } from 'vitest';
import type { CallView } from '../../api/types';
import { instantOf } from '../../kit/moment';
import { blankRepair } from './repair-model';
import { fillFromCall } from './repair-call';

const step = (kind: string, time: string) => ({
  kind,
  on: '2026-10-19',
  at: instantOf('2026-10-19', time),
  who: '赵志远',
});

function called(): CallView {
  const draft = {
    principal: 'HH',
    caller: '王丹',
    phone: '19900364370',
    address: '张家村',
    serial: 'HH26B35536',
    model: 'HH904',
    product: '轮式拖拉机',
    complaint: '打不着火',
    channel: 'phone',
    customer_id: null,
    received_at: instantOf('2026-10-19', '08:10'),
  };
  const steps = [step('dispatched', '08:40'), step('arrived', '09:30'), step('done', '11:00')];
  return { id: 'c-1', draft, steps, party: null, custody: null } as unknown as CallView;
}

it('a call brings its days and times: told, left, there, done', () => {
  const model = blankRepair('HH', '', '2026-10-20');
  fillFromCall(model, called(), '2026-10-20');
  expect([model.reported_on, model.completed_on, model.depart_time]).toEqual([
    '2026-10-19',
    '2026-10-19',
    '08:40',
  ]);
  expect(model.kept).toEqual({ reported_time: '08:10', arrived_on: '2026-10-19', arrived_time: '09:30' });
});

it('what was typed before the call came again stays', () => {
  const model = blankRepair('HH', '', '2026-10-20');
  fillFromCall(model, called(), '2026-10-20');
  Object.assign(model, { completed_on: null, depart_time: '09:00', reported_on: '2026-10-18' });
  fillFromCall(model, called(), '2026-10-20');
  expect([model.completed_on, model.depart_time, model.reported_on]).toEqual([null, '09:00', '2026-10-18']);
});

import { describe, expect, it } from 'vitest';
import type { CallDraft, CallView, KnownCaller, StepKind, StepView } from '../../api/types';
import { dayAndTime, instantOf } from '../../kit/moment';
import {
  beginAt,
  blankCall,
  fromCall,
  leaveKnown,
  nextOf,
  stepSays,
  takeKnown,
  toCallDraft,
} from './call-model';
import { blankPart, blankRepair } from './repair-model';
import { fillFromCall } from './repair-call';

const TODAY = '2026-10-20';
const AT = instantOf(TODAY, '15:03') + 40_000;

const draft = (more: Partial<CallDraft>): CallDraft => ({
  principal: 'HH',
  channel: 'phone',
  caller: '王丹',
  phone: '19900364370',
  serial: '',
  model: '',
  product: '',
  address: '双庙乡张家村',
  complaint: '发动不着',
  task_no: '',
  note: '',
  received_at: AT,
  ...more,
});
const view = (more: Partial<CallView>, of: Partial<CallDraft> = {}): CallView =>
  ({ id: 'c-1', rev: 3, draft: draft(of), steps: [], custody: null, party: null, ...more }) as CallView;
const known: KnownCaller = {
  customer_id: 'u-1',
  name: '王丹',
  address: '清河县双庙乡',
  unit_id: 'm-1',
  principal: 'WY',
  model: 'WY704',
  product: '拖拉机',
  serial: 'WY1',
  sold_on: '2026-10-02',
};

describe('when a call came in', () => {
  it('is the moment of its first word, kept by a draft, exact to the second', () => {
    const model = blankCall('HH');
    beginAt(model, AT, TODAY);
    expect([model.day, model.time]).toEqual([TODAY, '15:03']);
    beginAt(model, AT + 3_600_000, TODAY);
    const again = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(toCallDraft(again, TODAY).received_at).toBe(AT);
    again.time = '14:50';
    expect(toCallDraft(again, TODAY).received_at).toBe(instantOf(TODAY, '14:50'));
  });
  it('is left to the desk where the window is on another day', () => {
    const model = blankCall('HH');
    beginAt(model, AT, '2026-10-21');
    expect(toCallDraft(model, '2026-10-21').received_at).toBeNull();
  });
});

describe('a task of head office', () => {
  it('is forwarded with the call unless its own boxes say otherwise', () => {
    const model = fromCall(view({}, { task_no: 'RW-1', forwarded_at: AT }));
    expect([model.forwarded_day, toCallDraft(model, TODAY).forwarded_at]).toEqual([null, null]);
    Object.assign(model, { forwarded_day: TODAY, forwarded_time: '14:00' });
    expect(toCallDraft(model, TODAY).forwarded_at).toBe(instantOf(TODAY, '14:00'));
    model.task_no = '';
    expect(toCallDraft(model, TODAY).forwarded_at).toBeNull();
  });
  it('keeps an instant of its own to the second', () => {
    const model = fromCall(view({}, { task_no: 'RW-1', forwarded_at: AT - 600_000 }));
    expect(model.forwarded_time).toBe(dayAndTime(AT - 600_000).time);
    expect(toCallDraft(model, TODAY).forwarded_at).toBe(AT - 600_000);
  });
});

describe('another phone', () => {
  it('takes along what the one before brought, and leaves what was typed over it', () => {
    const model = blankCall('HH');
    takeKnown(model, known);
    expect([model.customer_id, model.principal]).toEqual(['u-1', 'WY']);
    model.address = '清河县西关';
    leaveKnown(model, 'HH');
    expect(model).toMatchObject({
      customer_id: null,
      unit_id: null,
      caller: '',
      serial: '',
      principal: 'HH',
    });
    expect(model.address).toBe('清河县西关');
  });
});

describe('a repair out of a call', () => {
  const steps = [{ kind: 'dispatched', who: '周师傅' }] as CallView['steps'];
  it('has the address that was told and who was sent, and no old part in the shop', () => {
    const model = blankRepair('HH', '李师傅');
    model.parts.push(blankPart());
    fillFromCall(model, view({ steps }));
    expect([model.customer.village, model.technician, model.at_user]).toEqual([
      '双庙乡张家村',
      '周师傅',
      true,
    ]);
    expect(model.parts.map((line) => line.old_part_here)).toEqual([false]);
    expect(blankPart(!model.at_user).old_part_here).toBe(false);
  });
  it('has the address of the archive for a customer it knows, and old parts here with the machine', () => {
    const party = {
      id: 'u-1',
      name: '王丹',
      phone: '19900364370',
      county: '清河县',
      town: '双庙乡',
      village: '张家村',
    };
    const custody = { id: 'j-1', no: 'JY-1', state: 'here', promised_on: null } as CallView['custody'];
    const model = blankRepair('HH', '');
    fillFromCall(model, view({ party, custody } as Partial<CallView>));
    expect([model.customer.county, model.customer.village, model.at_user]).toEqual([
      '清河县',
      '张家村',
      false,
    ]);
  });
});

describe('what may come next', () => {
  const step = (kind: StepKind, more: Partial<StepView> = {}): StepView =>
    ({ kind, who: '', no: '', words: '', by_repair: false, awaits_no: false, ...more }) as StepView;

  it('goes on first; what later steps have passed can only be made up for', () => {
    const one = view({
      steps: [step('arranged'), step('dispatched')],
      next: ['told', 'filed', 'arrived', 'done'],
    });
    expect(nextOf(one).map(({ key, word, missed }) => [key, word, missed])).toEqual([
      ['2', '告知用户', true],
      ['3', '报总部备案', true],
      ['6', '到达', false],
      ['7', '完工', false],
    ]);
  });

  it('is the number of a filing that was told by phone, which is nothing missed', () => {
    const told = step('filed', { who: '李敏', awaits_no: true });
    const one = view({ steps: [told, step('dispatched')], next: ['filed', 'arrived'] });
    expect(nextOf(one)[0]).toEqual({ kind: 'filed', key: '3', word: '补备案编号', missed: false });
    expect(stepSays(told)).toBe('李敏 · 电话已报，编号待补');
  });
});
